package dev.gengate.proof.manifests;

import static java.util.function.Predicate.not;

import java.util.stream.Stream;

/** Every environment variable names a property that the gateway, its Kafka client or Quarkus reads. */
final class EnvironmentRule implements Rule {
    @Override
    public Stream<String> violations(Manifests manifests) {
        return Environment.names(manifests).stream()
                .filter(not(ConfigurationNames::isKnownVariable))
                .map(name -> "environment variable " + name + " names no property");
    }
}
