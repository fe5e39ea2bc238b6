package dev.gengate.console;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The console's files, by name; some 60 kB, read when they are needed. */
final class ConsoleFiles {
    /** What a browser asks for first. */
    static final String INDEX = "index.html";

    private static final List<String> NAMES = List.of(
            INDEX,
            "icon.svg",
            "console.css",
            "preact.js",
            "api.js",
            "signin.js",
            "parts.js",
            "app.js",
            "now.js",
            "brakes.js",
            "queue.js",
            "generations.js",
            "generation.js",
            "operations.js",
            "playground.js",
            "budget.js",
            "draft.js",
            "form.js",
            "usage.js");

    private ConsoleFiles() {}

    static Map<String, Buffer> read() {
        Map<String, Buffer> files = new LinkedHashMap<>();
        NAMES.forEach(name -> files.put(name, read(name)));
        return files;
    }

    private static Buffer read(String name) {
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream("console/" + name)) {
            return Buffer.buffer(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String type(String name) {
        String end = name.substring(name.lastIndexOf('.') + 1);
        return switch (end) {
            case "html" -> "text/html;charset=utf-8";
            case "css" -> "text/css;charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "json" -> "application/json";
            default -> "text/javascript;charset=utf-8";
        };
    }
}
