package dev.gengate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.github.f4b6a3.uuid.UuidCreator;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.ws.rs.POST;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Which feature may know which: a request flows submission → provider, a result callback → completion → Kafka. */
@AnalyzeClasses(packages = "dev.gengate", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule nothingKnowsTheWaysIn = noClasses()
            .that()
            .resideOutsideOfPackages("..submission..", "..callback..", "..reconcile..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..submission..", "..callback..", "..reconcile..");

    @ArchTest
    static final ArchRule theWaysInDoNotKnowEachOther = slices().matching(
                    "dev.gengate.(submission|callback|reconcile)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule completionKnowsTheLedgerOnly = noClasses()
            .that()
            .resideInAPackage("..completion..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..provider..", "..access..", "..operation..");

    @ArchTest
    static final ArchRule theLedgerKnowsNothing = noClasses()
            .that()
            .resideInAPackage("..generation..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..provider..", "..completion..", "..access..", "..problem..", "..operation..");

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
