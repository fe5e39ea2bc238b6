package dev.gengate.proof.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gengate.proof.servers.ChildProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The one process that sends all load; it stays up, so that it is warm for every contestant alike. */
final class LoadDriver implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ChildProcess child;
    private final Writer orders;
    private final BufferedReader answers;

    LoadDriver(Options options, Path jar) {
        child = new ChildProcess(
                        List.of(ChildProcess.java(), "-Xmx512m", "-jar", "" + jar), Map.of(), options.file("load.log"))
                .piped()
                .untilTheEnd();
        child.start();
        orders = child.input();
        answers = child.output();
    }

    LoadResult run(String what, LoadOrder order) {
        try {
            orders.write(JSON.writeValueAsString(order) + "\n");
            orders.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException("the load driver ended, see load.log");
            }
            return JSON.readValue(answer, LoadResult.class).orFail(what);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
