package dev.gengate.custody.fetch;

import java.nio.file.Path;

/**
 * A file that was fetched whole.
 *
 * @param head its first bytes
 * @param sha256 of all of it, in hex
 */
public record Fetched(Path file, byte[] head, long bytes, String sha256) {}
