package dev.gengate.deploy;

import static dev.gengate.deploy.Manifests.elements;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The network policy lets through what the gateway lives by: an open port fewer is an outage, one more an opening. */
final class NetworkRule implements Rule {
    private static final Set<String> IN = Set.of("TCP 8080", "TCP 9000");
    /** Names, PostgreSQL, Kafka in clear text and over TLS, the provider. */
    private static final Set<String> OUT = Set.of("UDP 53", "TCP 53", "TCP 5432", "TCP 9092", "TCP 9093", "TCP 443");

    @Override
    public Stream<String> violations(Manifests manifests) {
        var policy = manifests.the("NetworkPolicy").path("spec");
        return Stream.concat(differences("ingress", IN, policy), differences("egress", OUT, policy));
    }

    private Stream<String> differences(String direction, Set<String> wanted, JsonNode policy) {
        var open = elements(policy.path(direction))
                .flatMap(rule -> elements(rule.path("ports")))
                .map(port ->
                        port.path("protocol").asText() + " " + port.path("port").asText())
                .collect(Collectors.toCollection(TreeSet::new));
        var missing = wanted.stream()
                .filter(port -> !open.contains(port))
                .map(port -> "NetworkPolicy: " + direction + " " + port + " is closed");
        var unwanted = open.stream()
                .filter(port -> !wanted.contains(port))
                .map(port -> "NetworkPolicy: " + direction + " " + port + " is open");
        return Stream.concat(missing, unwanted);
    }
}
