package dev.gengate.proof.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.proof.servers.Arguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalRunTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"--keep true, true", "--keep false, false", "--color true, false"})
    void resultsStayIfTheyAreToBeKept(String options, boolean stay) throws IOException {
        Path result = Files.createDirectories(folder.resolve("results")).resolve("1.png");
        Files.createFile(result);

        LocalRun.leave(result.getParent(), Arguments.of(options.split(" ")));

        assertEquals(stay, Files.exists(result));
    }
}
