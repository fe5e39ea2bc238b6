package dev.gengate.proof.manifests;

import static dev.gengate.proof.manifests.Manifests.elements;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The network policy lets through what the gateway lives by, from and to whom it does: an open port fewer is an outage, one
 * more an opening.
 */
final class NetworkRule implements Rule {
    private static final Set<String> IN = Set.of(
            "kubernetes.io/metadata.name=ingress-nginx TCP 8080",
            "gengate.dev/caller=true TCP 8080",
            "kubernetes.io/metadata.name=monitoring TCP 9000");
    /** Names, PostgreSQL, Kafka in clear text and over TLS, the provider. */
    private static final Set<String> OUT = Set.of(
            "any UDP 53",
            "any TCP 53",
            "any TCP 5432",
            "any TCP 9092",
            "any TCP 9093",
            "0.0.0.0/0 but 169.254.0.0/16 TCP 443",
            "::/0 but fe80::/10 fd00:ec2::254/128 TCP 443");
    /** Where the Gateway API leads in, its proxies' namespace too. */
    private static final String GATEWAY_PROXIES = "gengate.dev/gateway=true TCP 8080";

    @Override
    public Stream<String> violations(Manifests manifests) {
        var policy = manifests.the("NetworkPolicy").path("spec");
        return Stream.of(
                        differences("ingress", in(manifests), elements(policy.path("ingress")), "from"),
                        differences("egress", OUT, elements(policy.path("egress")), "to"))
                .flatMap(violations -> violations);
    }

    private static Set<String> in(Manifests manifests) {
        var in = new HashSet<>(IN);
        if (manifests.all("HTTPRoute").findAny().isPresent()) {
            in.add(GATEWAY_PROXIES);
        }
        return in;
    }

    private static Stream<String> differences(
            String direction, Set<String> wanted, Stream<JsonNode> rules, String peers) {
        var open = rules.flatMap(rule -> opened(rule, peers)).collect(Collectors.toCollection(TreeSet::new));
        var missing = wanted.stream()
                .filter(opening -> !open.contains(opening))
                .map(opening -> "NetworkPolicy: " + direction + " " + opening + " is closed");
        var unwanted = open.stream()
                .filter(opening -> !wanted.contains(opening))
                .map(opening -> "NetworkPolicy: " + direction + " " + opening + " is open");
        return Stream.concat(missing, unwanted);
    }

    /** Each peer of a rule with each of its ports; where it names none of the one or the other, it means all. */
    private static Stream<String> opened(JsonNode rule, String peers) {
        var ports = rule.path("ports").isEmpty()
                ? List.of("all ports")
                : elements(rule.path("ports")).map(NetworkRule::port).toList();
        var named = rule.path(peers).isEmpty()
                ? Stream.of("any")
                : elements(rule.path(peers)).map(NetworkRule::peer);
        return named.flatMap(peer -> ports.stream().map(port -> peer + " " + port));
    }

    private static String port(JsonNode port) {
        var range = port.has("endPort") ? "-" + port.path("endPort").asText() : "";
        return port.path("protocol").asText() + " " + port.path("port").asText() + range;
    }

    /** Namespaces of one label, or addresses; anything else is shown as it is, and is not wanted. */
    private static String peer(JsonNode peer) {
        var labels = peer.at("/namespaceSelector/matchLabels");
        if (peer.size() == 1 && peer.path("namespaceSelector").size() == 1 && labels.size() == 1) {
            var label = labels.properties().iterator().next();
            return label.getKey() + "=" + label.getValue().asText();
        }
        var block = peer.path("ipBlock");
        if (peer.size() == 1 && block.has("except")) {
            var except = elements(block.path("except")).map(JsonNode::asText).collect(Collectors.joining(" "));
            return block.path("cidr").asText() + " but " + except;
        }
        return peer.toString();
    }
}
