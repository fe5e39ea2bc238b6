package dev.gengate.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Reads one {@link LoadOrder} a line, answers each with one {@link LoadResult} a line; ends with its input. */
public final class LoadDriver {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LoadDriver() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err);
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            LoadOrder order = JSON.readValue(line, LoadOrder.class);
            answers.println(JSON.writeValueAsString(new LoadRun(order).run()));
            answers.flush();
        }
        System.exit(0);
    }
}
