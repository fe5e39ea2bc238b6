package dev.gengate.proof.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.cluster.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The protections are where {@link ProtectionsIT}, which takes minutes and is not run each time, switches them off. */
class SabotagedBuildIT {
    private static final Path JAR = Path.of("app", "generation-gateway.jar");

    @ParameterizedTest
    @EnumSource
    void eachProtectionIsFoundInThePackagedJar(Sabotage sabotage, @TempDir Path copy) throws IOException {
        SabotagedBuild.of(Cluster.APPLICATION, copy, sabotage);

        assertTrue(Files.mismatch(Cluster.APPLICATION.resolve(JAR), copy.resolve(JAR)) >= 0);
        try (ZipFile jar = new ZipFile(copy.resolve(JAR).toFile())) {
            assertNotNull(jar.getEntry("db/migration/"), "without the folder it starts without a table");
        }
    }

    /** Otherwise a build without the sweep would fail the audit because it does not run at all. */
    @Test
    void whatTheSweepIsReplacedByIsThere() throws ReflectiveOperationException {
        Class<?> flow = Class.forName("dev.gengate.outbox.OutboxRelay")
                .getDeclaredField("flow")
                .getType();

        assertEquals("dev.gengate.outbox.topic.EventFlow", flow.getName());
        assertEquals(void.class, flow.getDeclaredMethod("takesAgain").getReturnType());
    }
}
