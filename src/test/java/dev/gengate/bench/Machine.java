package dev.gengate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux says of the whole machine. */
final class Machine {
    private static final double TICKS_PER_SECOND = 100;

    private Machine() {}

    /** Processor time that all processes and the kernel have used. */
    static double busySeconds() {
        String[] fields = line("/proc/stat", "cpu ").split("\\s+");
        // user, nice, system, irq and softirq; not idle and not waiting for a disk
        return Stream.of(1, 2, 3, 6, 7)
                        .mapToLong(field -> Long.parseLong(fields[field]))
                        .sum()
                / TICKS_PER_SECOND;
    }

    static String processor() {
        return line("/proc/cpuinfo", "model name").replaceAll(".*:\\s*", "");
    }

    private static String line(String file, String start) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(start)).findFirst().orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
