package dev.gengate.proof.manifests;

import static dev.gengate.proof.manifests.Manifests.elements;
import static dev.gengate.proof.manifests.Manifests.label;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;

/** {@link ExposureRule} for a route of the Gateway API: the one path to the one port, for one host, as it came. */
final class HttpRouteExposure {
    private static final String LISTENER = "https";

    private HttpRouteExposure() {}

    static Stream<String> violations(JsonNode route) {
        var hosts = route.at("/spec/hostnames").isEmpty()
                ? Stream.of("a route without hostnames takes those of every host of its Gateway")
                : Stream.<String>empty();
        var rules = elements(route.at("/spec/rules")).flatMap(HttpRouteExposure::ofRule);
        return Stream.of(hosts, ofListeners(route.at("/spec/parentRefs")), rules)
                .flatMap(violations -> violations)
                .map(violation -> label(route) + ": " + violation);
    }

    /** Without the name of a listener it hangs on all of its Gateway's, that of plain HTTP among them. */
    private static Stream<String> ofListeners(JsonNode parents) {
        return !parents.isEmpty()
                        && elements(parents)
                                .allMatch(parent ->
                                        parent.path("sectionName").asText().equals(LISTENER))
                ? Stream.empty()
                : Stream.of("sectionName must be " + LISTENER + ": a listener without TLS takes tokens in clear text");
    }

    private static Stream<String> ofRule(JsonNode rule) {
        var everything = rule.path("matches").isEmpty()
                ? Stream.of("a rule without matches takes every path")
                : Stream.<String>empty();
        var filters = rule.path("filters").isEmpty()
                ? Stream.<String>empty()
                : Stream.of("a filter makes another rule of the path");
        var nowhere = rule.path("backendRefs").isEmpty()
                ? Stream.of("a rule without backendRefs answers every callback with 500")
                : Stream.<String>empty();
        return Stream.of(
                        everything,
                        nowhere,
                        filters,
                        elements(rule.path("matches")).flatMap(HttpRouteExposure::ofMatch),
                        elements(rule.path("backendRefs")).flatMap(HttpRouteExposure::ofBackend))
                .flatMap(violations -> violations);
    }

    private static Stream<String> ofMatch(JsonNode match) {
        var path =
                match.at("/path/type").asText() + " " + match.at("/path/value").asText();
        return path.equals("PathPrefix " + ExposureRule.PUBLIC_PATH)
                ? Stream.empty()
                : Stream.of("path " + path + " is internal; only " + ExposureRule.PUBLIC_PATH + " is public");
    }

    private static Stream<String> ofBackend(JsonNode backend) {
        var target = backend.path("name").asText() + ":" + backend.path("port").asInt();
        return target.equals(ExposureRule.API_SERVICE + ":" + ExposureRule.API_PORT)
                ? Stream.empty()
                : Stream.of("backend " + target + " is not " + ExposureRule.API_SERVICE + ":" + ExposureRule.API_PORT);
    }
}
