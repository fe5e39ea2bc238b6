package dev.gengate.access;

import dev.gengate.access.CallersConfig.CallerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The digests of one caller's keys, from its configuration and its file. */
final class KeyDigests {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-fA-F]{64}");

    private KeyDigests() {}

    /** @throws IllegalStateException naming the property whose value is at fault, never showing it */
    static List<byte[]> of(String name, CallerConfig caller) {
        String property = "gateway.callers.\"" + name + "\".key-sha256";
        Stream<byte[]> configured =
                caller.keySha256().orElse(List.of()).stream().map(digest -> digest(property, digest));
        Stream<byte[]> filed = caller.keySha256File().stream()
                .flatMap(file -> lines(property + "-file", file).map(digest -> digest(property + "-file", digest)));
        return Stream.concat(configured, filed).toList();
    }

    private static Stream<String> lines(String property, Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"));
        } catch (IOException e) {
            throw new IllegalStateException(property + " cannot be read: " + file, e);
        }
    }

    private static byte[] digest(String property, String hex) {
        if (!SHA_256.matcher(hex).matches()) {
            throw new IllegalStateException(property + " must have 64 hex digits for each key");
        }
        return HexFormat.of().parseHex(hex);
    }
}
