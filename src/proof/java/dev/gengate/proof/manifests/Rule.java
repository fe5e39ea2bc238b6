package dev.gengate.proof.manifests;

import java.util.List;
import java.util.stream.Stream;

/** A rule that the rendered documents must keep and that no schema can say. */
@FunctionalInterface
public interface Rule {
    /** One sentence for each place that breaks the rule. */
    Stream<String> violations(Manifests manifests);

    /** Every rule that holds for the base and for each overlay. */
    List<Rule> ALL = List.of(
            new ExposureRule(),
            new ProbeRule(),
            new EnvironmentRule(),
            new SecrecyRule(),
            new PodSecurityRule(),
            new ShutdownRule(),
            new ReferenceRule(),
            new NetworkRule(),
            new SecretSourceRule(),
            new TransportRule());

    static Stream<String> allViolations(Manifests manifests) {
        return Stream.concat(
                manifests.documents().stream().flatMap(StrictSchema::violations),
                ALL.stream().flatMap(rule -> rule.violations(manifests)));
    }
}
