package dev.gengate.proof.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.gateway.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code deploy/proof schema}: holds the JSON Schema of each event, and of requests, against the one that was released last. */
public final class SchemaRun {
    private static final Path NOW = Path.of("src/main/resources/schema");
    /** Filled by {@code deploy/release prepare}. */
    private static final Path RELEASED = Path.of("deploy/contract/released");

    private static final String SUFFIX = ".schema.json";
    /** What callers write, and the gateway reads. */
    private static final String REQUESTS = "generation-requested" + SUFFIX;

    private SchemaRun() {}

    /** Exits with 1 when a change breaks consumers, or those who write requests. */
    public static void main(String[] given) throws IOException {
        List<String> faults = faults(RELEASED, NOW);
        faults.forEach(System.out::println);
        System.out.println(faults.isEmpty() ? "no change breaks anybody" : faults.size() + " changes break others");
        System.exit(faults.isEmpty() ? 0 : 1);
    }

    /** Of every schema that was released; of none before the first release. */
    static List<String> faults(Path released, Path now) throws IOException {
        List<String> faults = new ArrayList<>();
        if (!Files.isDirectory(released)) {
            System.out.println("nothing is released yet");
            return faults;
        }
        try (Stream<Path> files = Files.list(released)) {
            for (Path file : files.filter(SchemaRun::isSchema).sorted().toList()) {
                String name = file.getFileName().toString();
                Path later = now.resolve(name);
                if (Files.exists(later)) {
                    JsonNode before = Json.read(Files.readString(file));
                    JsonNode after = Json.read(Files.readString(later));
                    (name.equals(REQUESTS)
                                    ? EventCompatibility.faultsOfRequests(before, after)
                                    : EventCompatibility.faults(before, after))
                            .forEach(fault -> faults.add(name + " " + fault));
                } else {
                    faults.add(name + " is gone");
                }
            }
        }
        return faults;
    }

    private static boolean isSchema(Path file) {
        return file.toString().endsWith(SUFFIX);
    }
}
