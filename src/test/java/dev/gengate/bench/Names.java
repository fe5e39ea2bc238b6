package dev.gengate.bench;

/** Names of the figures, as the table shows them. */
final class Names {
    static final String START_UP = "start to ready [s]";
    static final String MEMORY = "resident after load [MiB]";
    static final String EVENT_P50 = "callback to event readable, p50 [ms]";
    static final String EVENT_P99 = "callback to event readable, p99 [ms]";
    static final String LOW_RATE_P99 = "callback at half of the peer's 1-connection rate, p99 [ms]";
    static final String HALF_RATE_P99 = "callback at half of the peer's 128-connection rate, p99 [ms]";
    static final String CACHED_START_UP = "start to ready with an archive of classes [s]";
    static final String SMALL_MEMORY = "resident after load, -Xmx256m [MiB]";
    static final String OVERHEAD = "POST over the provider's own time at 50/s, p99 [ms]";
    static final String REPLAY = "replay of a backlog of 100,000 [events/s]";

    private Names() {}

    static String callbackRate(int connections) {
        return "callbacks, " + connections + " connections [1/s]";
    }

    static String callbackLatency(String quantile, int connections) {
        return "callback, " + connections + " connections, " + quantile + " [ms]";
    }

    static String processor(String whose, int connections) {
        return "CPU per 10,000 callbacks, " + connections + " connections, " + whose + " [s]";
    }

    static String submissionProcessor(String whose, int connections) {
        return "CPU per 10,000 POSTs, " + connections + " connections, " + whose + " [s]";
    }

    static String submissionRate(int connections) {
        return "POST, " + connections + " connections [1/s]";
    }

    static String submissionLatency(String quantile, int connections) {
        return "POST, " + connections + " connections, " + quantile + " [ms]";
    }

    static String questionRate(int connections) {
        return "GET by id, " + connections + " connections [1/s]";
    }

    static String questionLatency(String quantile, int connections) {
        return "GET by id, " + connections + " connections, " + quantile + " [ms]";
    }
}
