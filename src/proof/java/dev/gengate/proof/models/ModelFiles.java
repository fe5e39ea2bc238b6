package dev.gengate.proof.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.models.FilePrice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes the catalogue's index and the table of docs/models.md from the files, which are kept by hand. */
public final class ModelFiles {
    /** Where the files stand in the source tree. */
    public static final Path DIRECTORY = Path.of("src/main/resources/models");

    /** The index of the files. */
    public static final String INDEX = "index.json";

    /** The page that shows them. */
    public static final Path PAGE = Path.of("docs/models.md");

    private static final String BEGIN = "<!-- made from the files by deploy/proof models -->\n";
    private static final String END = "<!-- end -->";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private ModelFiles() {}

    public static void main(String[] arguments) {
        write(DIRECTORY.resolve(INDEX), index(DIRECTORY));
        try {
            Files.writeString(PAGE, withTable(Files.readString(PAGE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The page with the table that the files make. */
    public static String withTable(String page) {
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        return page.substring(0, begin) + ModelTable.of(DIRECTORY) + page.substring(page.indexOf(END, begin));
    }

    /** The files of a directory by the name of their model. */
    public static Map<String, Path> files(Path directory) {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            all.filter(path -> path.toString().endsWith(".json"))
                    .filter(path -> !path.getParent().equals(directory))
                    .forEach(path -> files.put(read(path).get("model").textValue(), path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** What a replica reads at its start, in place of all the files. */
    public static ObjectNode index(Path directory) {
        ObjectNode index = JSON.createObjectNode();
        files(directory).forEach((model, path) -> {
            ObjectNode entry = index.putObject(model);
            entry.put("file", directory.relativize(path).toString().replace('\\', '/'));
            entry.setAll(FilePrice.entry(read(path)));
        });
        return index;
    }

    /** The JSON of a file. */
    public static JsonNode read(Path path) {
        try {
            return JSON.readTree(Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path path, JsonNode content) {
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(path, text(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the files are written: two blanks, a line for each item. */
    public static String text(JsonNode content) {
        try {
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
            printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
            return JSON.writer(printer).writeValueAsString(content) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
