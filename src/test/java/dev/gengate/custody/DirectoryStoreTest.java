package dev.gengate.custody;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStoreTest {
    /** The file is in place by then, whole and synced. */
    @Test
    void folderThatCannotBeSyncedFailsNothing(@TempDir Path directory) {
        DirectoryStore store = new DirectoryStore(null, directory, Clock.systemUTC());

        assertDoesNotThrow(() -> store.sync(directory.resolve("missing")));
    }
}
