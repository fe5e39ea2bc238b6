package dev.gengate;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.f4b6a3.uuid.UuidCreator;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.POST;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which feature may know which: a request flows submission → queue → provider, a result callback → completion → outbox. */
@AnalyzeClasses(packages = "dev.gengate", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String BASE = "dev.gengate.";
    private static final Path SOURCES = Path.of("src/main/java/dev/gengate");
    private static final int MOST_FILES = 25;
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    /** What each package may know of the others: the table of docs/architecture.md. */
    private static final Map<String, String> MAY_KNOW = Map.ofEntries(
            Map.entry("schedule", ""),
            Map.entry("database", "schedule"),
            Map.entry("models", "access problem schedule startup"),
            Map.entry("generation", "database schedule"),
            Map.entry("problem", "database"),
            Map.entry("access", "generation schedule"),
            Map.entry("provider", "generation models"),
            Map.entry("contract", "problem"),
            Map.entry("console", "http"),
            Map.entry("listing", "access generation models problem"),
            Map.entry("configuration", "access problem"),
            Map.entry("http", "problem"),
            Map.entry("observability", "database generation http schedule startup"),
            Map.entry("outbox", "access generation observability schedule"),
            Map.entry("completion", "custody database generation models observability outbox schedule"),
            Map.entry("custody", "database generation outbox provider schedule"),
            Map.entry("accounts", "access generation problem provider schedule"),
            Map.entry("usage", "access generation listing problem schedule"),
            Map.entry("drift", "generation models provider schedule"),
            Map.entry("files", "access custody database generation http models problem provider schedule"),
            Map.entry(
                    "queue",
                    "access completion custody files generation models observability outbox provider schedule startup"),
            Map.entry(
                    "submission",
                    "access accounts completion custody database files generation http listing models observability"
                            + " problem provider queue usage"),
            Map.entry("intake", "database http outbox problem submission"),
            Map.entry("callback", "completion generation http models provider"),
            Map.entry("reconcile", "completion custody generation models observability outbox provider schedule"),
            Map.entry(
                    "operator",
                    "access completion database generation listing models outbox problem provider queue schedule"
                            + " submission"),
            Map.entry("startup", "configuration database"),
            Map.entry("tuning", "startup"));

    @ArchTest
    static void everyPackageKnowsWhatItMay(JavaClasses classes) {
        MAY_KNOW.forEach((feature, others) -> classes()
                .that()
                .resideInAPackage(BASE + feature + "..")
                .should()
                .onlyDependOnClassesThat(
                        resideOutsideOfPackage(BASE + ".").or(resideInAnyPackage(packages(feature, others))))
                .check(classes));
    }

    @ArchTest
    static void everyPackageHasItsLine(JavaClasses classes) {
        classes()
                .should()
                .resideInAnyPackage(packages("", String.join(" ", MAY_KNOW.keySet())))
                .check(classes);
    }

    @ArchTest
    static void thePackageTableSaysTheSame(JavaClasses classes) throws IOException {
        Map<String, Set<String>> table = Files.readAllLines(Path.of("docs/architecture.md")).stream()
                .dropWhile(line -> !line.startsWith("| package |"))
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\s*\\|\\s*"))
                .filter(cells -> cells[1].startsWith("`"))
                .collect(Collectors.toMap(cells -> cells[1].replace("`", ""), cells -> names(cells[3])));

        assertEquals(
                MAY_KNOW.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> names(entry.getValue()))),
                table);
    }

    private static Set<String> names(String list) {
        return Pattern.compile("\\w+")
                .matcher(list.replace("nothing", ""))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ArchTest
    static void noPackageIsTooLarge(JavaClasses classes) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            Map<Path, Long> large = files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
            large.values().removeIf(count -> count <= MOST_FILES);

            assertEquals(Map.of(), large);
        }
    }

    private static String[] packages(String feature, String others) {
        return Stream.concat(Stream.of(feature), Stream.of(others.split(" ")))
                .filter(name -> !name.isEmpty())
                .map(name -> BASE + name + "..")
                .toArray(String[]::new);
    }

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("dev.gengate.(*)..").should().beFreeOfCycles();

    /** The framework reads the annotations of all parameters again for each request that has a body. */
    @ArchTest
    static final ArchRule whatTakesABodyHasNoAnnotatedParameters =
            methods().that(takeABody()).should(haveNoAnnotatedParameters());

    @ArchTest
    static final ArchRule timeComesFromTheClock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .orShould()
            .callMethod(UuidCreator.class, "getTimeOrderedEpoch");

    /** Quarkus' scheduler goes by the wall clock: one that is put back stops it for as long. */
    @ArchTest
    static final ArchRule whatIsDoneAgainIsDoneByABeat =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.quarkus.scheduler..");

    /** Its instance would be lost behind the first asynchronous step: contexts are not propagated (ADR 9). */
    @ArchTest
    static final ArchRule noBeanIsRequestScoped =
            noClasses().should().dependOnClassesThat().areAssignableTo(RequestScoped.class);

    /** All SQL has one home, but what the connection and the migration need. */
    @ArchTest
    static final ArchRule statementsAreBelowGeneration = noClasses()
            .that()
            .resideOutsideOfPackages(BASE + "generation..", BASE + "database", BASE + "startup")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.mutiny.sqlclient..", "java.sql..");

    /** Otherwise a price that the gateway reads wrongly would be what the simulator charges. */
    @ArchTest
    static void theSimulatorReadsTheModelsByItself(JavaClasses main) {
        noClasses()
                .that()
                .haveSimpleNameNotContaining("Test")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BASE + "models..")
                .check(new ClassFileImporter().importPackages(BASE + "proof.simulator"));
    }

    /** The answers to a newcomer's questions in CONTRIBUTING.md name packages, classes, constants and files. */
    @ArchTest
    static void whatTheAnswersNameIsThere(JavaClasses main) throws IOException {
        List<String> named = Files.readAllLines(Path.of("CONTRIBUTING.md")).stream()
                .dropWhile(line -> !line.startsWith("| question |"))
                .flatMap(line -> QUOTED.matcher(line).results())
                .map(quoted -> quoted.group(1))
                .toList();

        assertTrue(named.size() > 20, named::toString);
        assertEquals(
                List.of(), named.stream().filter(name -> !isThere(name, main)).toList());
    }

    private static boolean isThere(String name, JavaClasses main) {
        return Files.exists(Path.of(name))
                || Files.exists(SOURCES.resolve(name))
                || Files.exists(SOURCES.resolve(name + ".java"))
                || main.stream()
                        .anyMatch(type -> type.getSimpleName().equals(name)
                                || type.tryGetField(name).isPresent());
    }

    private static DescribedPredicate<JavaMethod> takeABody() {
        return DescribedPredicate.describe(
                "take a body",
                method -> method.isAnnotatedWith(POST.class)
                        && method.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(byte[].class)));
    }

    private static ArchCondition<JavaMethod> haveNoAnnotatedParameters() {
        return ArchCondition.from(
                DescribedPredicate.describe("have no annotated parameters", method -> method.getParameters().stream()
                        .allMatch(parameter -> parameter.getAnnotations().isEmpty())));
    }
}
