package dev.gengate.proof.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux says of the machine and of processes. */
public final class Machine {
    private static final double TICKS_PER_SECOND = 100;
    /** Where proc(5) has utime and cutime, counted from the state. */
    private static final int OWN = 11;

    private static final int ENDED_CHILDREN = 13;

    private Machine() {}

    /** Processor time of a process so far, user and system; 0 when it is gone. */
    public static double cpuSeconds(ProcessHandle process) {
        return processorSeconds(stat(directory(process)));
    }

    /** The same of a process with its children, those that have ended included. */
    public static double familyCpuSeconds(ProcessHandle parent) {
        String stat = stat(directory(parent));
        return processorSeconds(stat)
                + ticks(stat, ENDED_CHILDREN) / TICKS_PER_SECOND
                + parent.children().mapToDouble(Machine::cpuSeconds).sum();
    }

    /** The seconds of the Java virtual machine's compiler among these. */
    public static double compilerSeconds(ProcessHandle process) {
        try (Stream<Path> threads = Files.list(directory(process).resolve("task"))) {
            return threads.map(Machine::stat)
                    .filter(stat -> stat.contains(" CompilerThre"))
                    .mapToDouble(Machine::processorSeconds)
                    .sum();
        } catch (IOException gone) {
            return 0;
        }
    }

    private static Path directory(ProcessHandle process) {
        return Path.of("/proc", Long.toString(process.pid()));
    }

    /** Empty when it is gone. */
    private static String stat(Path of) {
        try {
            return Files.readString(of.resolve("stat"));
        } catch (IOException gone) {
            return "";
        }
    }

    private static double processorSeconds(String stat) {
        return ticks(stat, OWN) / TICKS_PER_SECOND;
    }

    /** User and system. */
    private static long ticks(String stat, int field) {
        if (stat.isEmpty()) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[field]) + Long.parseLong(fields[field + 1]);
    }

    /** Resident set of a process. */
    public static double residentMebibytes(ProcessHandle process) {
        String line = line("/proc/" + process.pid() + "/status", "VmRSS:");
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
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
