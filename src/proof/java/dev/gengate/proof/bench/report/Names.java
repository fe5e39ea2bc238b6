package dev.gengate.proof.bench.report;

/** Names of the figures, as the table shows them. */
public final class Names {
    public static final String START_UP = "start to ready [s]";
    public static final String MEMORY = "resident after load [MiB]";
    public static final String READY_MEMORY = "resident once ready [MiB]";
    public static final String EVENT_P50 = "callback to event readable, p50 [ms]";
    public static final String EVENT_P99 = "callback to event readable, p99 [ms]";
    public static final String LOW_RATE_P99 = "callback at half of the peer's 1-connection rate, p99 [ms]";
    public static final String HALF_RATE_P99 = "callback at half of the peer's 128-connection rate, p99 [ms]";
    public static final String CACHED_START_UP = "start to ready with an archive of classes [s]";
    public static final String SMALL_MEMORY = "resident after load, -Xmx256m [MiB]";
    public static final String OVERHEAD = "POST over the provider's own time at 50/s, p99 [ms]";
    public static final String REPLAY = "replay of a backlog of 100,000 [events/s]";

    private Names() {}

    public static String callbackRate(int connections) {
        return "callbacks, " + connections + " connections [1/s]";
    }

    public static String callbackLatency(String quantile, int connections) {
        return "callback, " + connections + " connections, " + quantile + " [ms]";
    }

    public static String processor(String whose, int connections) {
        return "CPU per 10,000 callbacks, " + connections + " connections, " + whose + " [s]";
    }

    public static String submissionProcessor(String whose, int connections) {
        return "CPU per 10,000 POSTs, " + connections + " connections, " + whose + " [s]";
    }

    public static String submissionRate(int connections) {
        return "POST, " + connections + " connections [1/s]";
    }

    public static String submissionLatency(String quantile, int connections) {
        return "POST, " + connections + " connections, " + quantile + " [ms]";
    }

    public static String questionRate(int connections) {
        return "GET by id, " + connections + " connections [1/s]";
    }

    public static String questionLatency(String quantile, int connections) {
        return "GET by id, " + connections + " connections, " + quantile + " [ms]";
    }
}
