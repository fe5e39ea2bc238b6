package dev.gengate.chaos;

/** Lines for people, with the seconds since the start. */
final class Log {
    private static long start = System.nanoTime();

    private Log() {}

    /** The run begins now. */
    static synchronized void begin() {
        start = System.nanoTime();
    }

    static synchronized void line(String format, Object... arguments) {
        System.out.printf("%6.1f  %s%n", seconds(), format.formatted(arguments));
    }

    /** Since the run began. */
    static synchronized double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }
}
