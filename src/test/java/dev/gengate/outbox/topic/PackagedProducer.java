package dev.gengate.outbox.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The settings of the producer of events as they are packaged. */
public final class PackagedProducer {
    private PackagedProducer() {}

    public static String setting(String name) throws IOException {
        Properties properties = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("src/main/resources/application.properties"), UTF_8)) {
            properties.load(file);
        }
        return properties.getProperty("mp.messaging.outgoing.generation-completed." + name);
    }
}
