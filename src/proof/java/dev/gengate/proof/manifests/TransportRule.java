package dev.gengate.proof.manifests;

import static dev.gengate.proof.manifests.Manifests.elements;

import java.util.stream.Stream;

/**
 * An installation that the internet reaches over TLS speaks it to its database and its broker too. And behind an Ingress or a
 * Gateway a callback's source is what that says, or all of the world would be one source.
 */
final class TransportRule implements Rule {
    @Override
    public Stream<String> violations(Manifests manifests) {
        var source = variable(manifests, "GATEWAY_CALLBACK_SOURCE_HEADER").equals("X-Forwarded-For")
                ? Stream.<String>empty()
                : Stream.of("GATEWAY_CALLBACK_SOURCE_HEADER must be X-Forwarded-For behind an Ingress or a Gateway");
        return isPublic(manifests) ? Stream.concat(source, encrypted(manifests)) : source;
    }

    /** Every route is: its Gateway has the certificate. */
    private static boolean isPublic(Manifests manifests) {
        return manifests.all("HTTPRoute").findAny().isPresent()
                || manifests
                        .all("Ingress")
                        .anyMatch(ingress -> ingress.at("/spec/tls").size() > 0);
    }

    private static Stream<String> encrypted(Manifests manifests) {
        var database = variable(manifests, "GATEWAY_DB_TLS").equals("verify-full")
                ? Stream.<String>empty()
                : Stream.of("GATEWAY_DB_TLS must be verify-full");
        var authority = variable(manifests, "GATEWAY_DB_CA_FILE");
        var mounted = isMounted(manifests, authority)
                ? Stream.<String>empty()
                : Stream.of("GATEWAY_DB_CA_FILE is no file that is mounted: " + authority);
        var kafka = variable(manifests, "KAFKA_SECURITY_PROTOCOL").endsWith("SSL")
                ? Stream.<String>empty()
                : Stream.of("KAFKA_SECURITY_PROTOCOL must be SSL or SASL_SSL");
        return Stream.of(database, mounted, kafka).flatMap(violations -> violations);
    }

    private static boolean isMounted(Manifests manifests, String file) {
        return elements(manifests.container().path("volumeMounts"))
                .anyMatch(mount -> file.startsWith(mount.path("mountPath").asText() + "/"));
    }

    private static String variable(Manifests manifests, String name) {
        return manifests.configuration().path(name).asText();
    }
}
