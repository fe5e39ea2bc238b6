package dev.gengate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
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

    @ArchTest
    static final ArchRule timeComesFromTheClock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone");
}
