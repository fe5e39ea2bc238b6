package dev.gengate.proof.cluster;

/** Lines for people, with the seconds since the start. */
public final class Log {
    private static long start = System.nanoTime();

    private Log() {}

    /** The run begins now. */
    public static synchronized void begin() {
        start = System.nanoTime();
    }

    public static synchronized void line(String format, Object... arguments) {
        System.out.printf("%6.1f  %s%n", seconds(), format.formatted(arguments));
    }

    /** Since the run began. */
    public static synchronized double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }
}
