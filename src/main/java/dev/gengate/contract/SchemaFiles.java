package dev.gengate.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The contracts that are shipped with the gateway. */
final class SchemaFiles {
    private SchemaFiles() {}

    static byte[] read(String name) {
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream("schema/" + name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
