package dev.gengate.proof.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A program under measurement: how it is started, when it is ready.
 *
 * @param ready answers {@code readyStatus} to a GET once the program takes requests
 * @param database the gateway's; null for the peer, which has none
 */
public record Contestant(
        String name,
        Path jar,
        int port,
        URI ready,
        int readyStatus,
        String database,
        List<String> javaOptions,
        Map<String, String> environment) {
    public static final String CAMEL = "camel";
    public static final String GATEWAY = "gateway";
    public static final String HISTORY = "history";
    public static final String BEFORE = "before";
    public static final String KEEPING_NONE = "keeping none";
    public static final String WITHOUT_CONSOLE = "no console";

    List<String> command(Options options) {
        List<String> command = new ArrayList<>();
        command.add(options.java().resolve("bin").resolve("java").toString());
        command.addAll(javaOptions);
        if (options.profile()) {
            command.add("-XX:StartFlightRecording=settings=profile,filename=" + options.file(name + ".jfr"));
        }
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    /** The JVM takes the later of two options that contradict each other. */
    Contestant with(String... moreOptions) {
        List<String> all =
                Stream.concat(javaOptions.stream(), Stream.of(moreOptions)).toList();
        return new Contestant(name, jar, port, ready, readyStatus, database, all, environment);
    }

    /** Configured by these variables too. */
    Contestant with(Map<String, String> moreVariables) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(moreVariables);
        return new Contestant(name, jar, port, ready, readyStatus, database, javaOptions, all);
    }

    /** The same program, out of another folder. */
    Contestant from(String otherName, Path folder) {
        Path other = folder.resolve(jar.getFileName());
        return new Contestant(otherName, other, port, ready, readyStatus, database, javaOptions, environment);
    }

    boolean gateway() {
        return database != null;
    }
}
