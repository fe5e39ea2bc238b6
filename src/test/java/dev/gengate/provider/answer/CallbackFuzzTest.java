package dev.gengate.provider.answer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.generation.GenerationState;
import dev.gengate.generation.Outcome;
import dev.gengate.provider.answer.TaskReport.Finished;
import dev.gengate.provider.answer.TaskReport.NotThereYet;
import dev.gengate.provider.answer.TaskReport.Running;
import dev.gengate.provider.answer.TaskReport.Unavailable;
import dev.gengate.provider.answer.TaskReport.Unreadable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** 10,000 bodies that somebody or something spoilt: nothing is ever thrown, and nothing absurd comes out. */
class CallbackFuzzTest {
    private static final int BODIES = Math.max(10_000, Integer.getInteger("fuzz.cases", 0));
    private static final List<String> PIECES = List.of(
            "\"",
            "\\",
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "null",
            "\u0000",
            "\\u0000",
            "\\ud800",
            "1e999999999",
            "-",
            "\u00ff",
            "\"state\":\"success\",",
            "\"taskId\":\"other\",",
            "\"resultJson\":",
            "\"data\":",
            "\"failCode\":{}",
            "\n");

    private final TaskReportReader reports = Bodies.reader(new SimpleMeterRegistry());
    private final long seed = Long.getLong("fuzz.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void spoiltBodiesAreReadWithoutAnyException() {
        System.out.println("CallbackFuzzTest: repeat with -Dfuzz.seed=" + seed);

        for (int count = 0; count < BODIES; count++) {
            byte[] body = spoilt(random.nextBoolean() ? Bodies.success() : Bodies.failure());
            assertSane(body, reports.ofCallback(body));
            ProviderAnswer answer = new ProviderAnswer(200, Optional.empty(), body);
            assertSane(body, reports.ofRecordInfo(answer, Bodies.TASK, null));
        }
    }

    private byte[] spoilt(String body) {
        List<Byte> bytes = new ArrayList<>();
        for (byte each : Bodies.bytes(body)) {
            bytes.add(each);
        }
        for (int changes = 1 + random.nextInt(6); changes > 0 && !bytes.isEmpty(); changes--) {
            spoil(bytes);
        }
        byte[] spoilt = new byte[bytes.size()];
        for (int at = 0; at < spoilt.length; at++) {
            spoilt[at] = bytes.get(at);
        }
        return spoilt;
    }

    private void spoil(List<Byte> bytes) {
        int from = random.nextInt(bytes.size());
        int to = Math.min(bytes.size(), from + random.nextInt(40));
        switch (random.nextInt(6)) {
            case 0 -> bytes.set(from, (byte) random.nextInt(256));
            case 1 -> bytes.remove(from);
            case 2 -> bytes.subList(from, to).clear();
            case 3 -> bytes.subList(from, bytes.size()).clear();
            case 4 -> bytes.addAll(random.nextInt(bytes.size()), List.copyOf(bytes.subList(from, to)));
            default -> insert(bytes, from, PIECES.get(random.nextInt(PIECES.size())));
        }
    }

    private static void insert(List<Byte> bytes, int at, String piece) {
        int next = at;
        for (byte each : piece.getBytes(ISO_8859_1)) {
            bytes.add(next++, each);
        }
    }

    private static void assertSane(byte[] body, TaskReport report) {
        String shown = new String(body, ISO_8859_1);
        if (report instanceof Finished finished) {
            assertSane(shown, finished.outcome());
        } else if (report instanceof Running running) {
            assertTrue(TaskId.valid(running.taskId()), shown);
        } else if (report instanceof Unreadable unreadable) {
            assertTrue(unreadable.taskId().map(TaskId::valid).orElse(true), shown);
        } else {
            assertTrue(report instanceof NotThereYet || report instanceof Unavailable, shown);
        }
    }

    private static void assertSane(String body, Outcome outcome) {
        assertTrue(TaskId.valid(outcome.taskId()), body);
        boolean succeeded = outcome.state() == GenerationState.SUCCEEDED;
        assertTrue(
                succeeded == (outcome.failure() == null)
                        && succeeded != (outcome.results().isEmpty() && outcome.data() == null),
                body);
        if (!succeeded) {
            assertNotNull(outcome.failure().message(), body);
            assertTrue((outcome.failure().code() + outcome.failure().message()).indexOf('\0') < 0, body);
        }
    }
}
