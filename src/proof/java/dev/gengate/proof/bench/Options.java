package dev.gengate.proof.bench;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a run of the bench does; each is {@code --name value} on the command line, {@code --quick}, {@code --forged},
 * {@code --polled}, {@code --custody}, {@code --console}, {@code --start-up}, {@code --submissions}, {@code --all-models}
 * and {@code --profile} stand alone.
 *
 * @param rounds how often each contestant is started and measured, in turn
 * @param seconds length of one measurement
 * @param warmUp most seconds of load before the first one; it ends when there is little left to compile
 * @param history finished rows in the table of the third contestant; 0 leaves it out
 * @param floor smallest accepted ratio of callbacks a second to those of who is beside it, at 32 and at 128 connections
 * @param forged the gateway alone: its callbacks a second with forged ones beside them, against those without
 * @param polled the same with the console's questions beside them
 * @param custody the gateway with its results kept, in turn with one that keeps none: how fast callbacks are acknowledged
 * @param console starts of the gateway with its console, in turn with those of one without
 * @param startUp the gateway alone: its starts with and without an archive of classes, in turn
 * @param submissions the gateway's submissions beside the peer's requests, and what they add to the provider's time
 * @param allModels this gateway serves every model, and so has every schema compiled; another one does not
 * @param before folder of another packaged gateway, measured in turn with this one and nothing else; null without
 * @param quick callbacks at 32 and 128 connections only
 * @param profile leaves a recording of Java Flight Recorder of each contestant in the folder; costs a little speed
 * @param java home of the Java that runs the contestants
 * @param heap of the contestants, as for -Xmx
 * @param fsync whether PostgreSQL waits for the disk: on or off
 * @param folder where results, logs and prepared requests go
 */
public record Options(
        int rounds,
        int seconds,
        int warmUp,
        int history,
        double floor,
        boolean forged,
        boolean polled,
        boolean custody,
        boolean console,
        boolean startUp,
        boolean submissions,
        boolean allModels,
        Path before,
        boolean quick,
        boolean profile,
        Path java,
        String heap,
        String fsync,
        Path folder) {

    private static final Set<String> FLAGS = Set.of(
            "--quick",
            "--profile",
            "--forged",
            "--polled",
            "--custody",
            "--console",
            "--start-up",
            "--submissions",
            "--all-models");

    static Options of(String[] arguments) {
        Map<String, String> given = new TreeMap<>();
        for (int i = 0; i < arguments.length; i++) {
            boolean flag = FLAGS.contains(arguments[i]);
            given.put(arguments[i], flag ? "true" : value(arguments, ++i));
        }
        boolean quick = given.remove("--quick") != null;
        boolean forged = given.remove("--forged") != null;
        boolean polled = given.remove("--polled") != null;
        boolean startUp = given.remove("--start-up") != null;
        boolean custody = given.remove("--custody") != null;
        boolean console = given.remove("--console") != null;
        String before = given.remove("--before");
        Options options = new Options(
                Integer.parseInt(
                        take(given, "--rounds", quick ? "2" : forged || polled ? "6" : startUp || console ? "7" : "3")),
                Integer.parseInt(take(given, "--seconds", "5")),
                Integer.parseInt(take(given, "--warm-up", quick || before != null ? "40" : "60")),
                Integer.parseInt(take(given, "--history", "0")),
                Double.parseDouble(take(given, "--floor", floor(forged, polled, custody))),
                forged,
                polled,
                custody,
                console,
                startUp,
                given.remove("--submissions") != null,
                given.remove("--all-models") != null,
                before == null ? null : Path.of(before),
                quick,
                given.remove("--profile") != null,
                Path.of(take(given, "--java", System.getProperty("java.home"))),
                take(given, "--heap", "512m"),
                take(given, "--fsync", "on"),
                Path.of(take(given, "--out", "target/bench")).toAbsolutePath());
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("unknown option " + given.keySet());
        }
        return options;
    }

    private static String value(String[] arguments, int position) {
        if (position >= arguments.length) {
            throw new IllegalArgumentException("no value after " + arguments[position - 1]);
        }
        return arguments[position];
    }

    private static String floor(boolean forged, boolean polled, boolean custody) {
        return forged ? "0.95" : polled ? "0.99" : custody ? "0.9" : "0";
    }

    private static String take(Map<String, String> given, String name, String fallback) {
        String value = given.remove(name);
        return value == null ? fallback : value;
    }

    Path file(String name) {
        return folder.resolve(name);
    }
}
