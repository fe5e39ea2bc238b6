package dev.gengate.proof.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What callers send: submissions, and questions for a generation. */
final class SubmissionLoad {
    /** What one of them says. */
    static final String SUBMISSION =
            """
            {"model":"google/imagen4-fast","input":{"prompt":"%s","aspect_ratio":"16:9","num_images":"1"},\
            "correlationId":"order-42","metadata":{"team":"ads"}}"""
                    .formatted("A lighthouse at dusk, photorealistic. ".repeat(8));

    private static final String CREATE_TASK =
            """
            {"model":"google/imagen4-fast","callBackUrl":"http://127.0.0.1:9/none","input":{"prompt":"%s",\
            "aspect_ratio":"16:9","num_images":"1"}}"""
                    .formatted("A lighthouse at dusk, photorealistic. ".repeat(8));
    /** No more than the shortest load prepares, or some are asked for that never were. */
    private static final int KNOWN_ROWS = 1_000;

    private final Options options;

    SubmissionLoad(Options options) {
        this.options = options;
    }

    /** POST /v1/generations. */
    LoadOrder submissions(Contestant gateway) {
        return posts("submission", "/v1/generations", SUBMISSION, gateway.port(), Contestants.callerHeaders(), 202);
    }

    /** The createTask call that a submission makes, sent to the simulator directly. */
    LoadOrder createTasks(Surroundings surroundings) {
        Map<String, String> headers =
                Map.of("Authorization", "Bearer " + Surroundings.PROVIDER_KEY, "Content-Type", "application/json");
        int port = surroundings.provider().getPort();
        return posts("task", "/api/v1/jobs/createTask", CREATE_TASK, port, headers, 200);
    }

    private LoadOrder posts(
            String name, String path, String body, int port, Map<String, String> headers, int expectedStatus) {
        Path requests = write(name + "s.txt", path + "\t0\n");
        Path bodyFile = write(name + ".json", body);
        return LoadOrder.posts(port, requests, bodyFile, headers, expectedStatus)
                .repeated();
    }

    /** GET /v1/generations/{id} of rows that were called back before. */
    LoadOrder questions(Contestant gateway, NumberedRows ledger, long firstRow) {
        String lines = LongStream.range(firstRow, firstRow + KNOWN_ROWS)
                .mapToObj(row -> "/v1/generations/" + ledger.id(row) + "\t0\n")
                .collect(Collectors.joining());
        return LoadOrder.gets(gateway.port(), write("questions.txt", lines), Contestants.callerHeaders());
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(options.file(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
