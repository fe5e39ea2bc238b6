package dev.gengate.bench;

/** Processor time of one measurement, from {@link #start()} until it is asked. */
final class CpuMeter {
    private final RunningContestant contestant;
    private final Surroundings surroundings;
    private double own;
    private double servers;

    CpuMeter(RunningContestant contestant, Surroundings surroundings) {
        this.contestant = contestant;
        this.surroundings = surroundings;
    }

    void start() {
        own = Machine.cpuSeconds(contestant.handle());
        servers = surroundings.serversCpuSeconds();
    }

    /** The contestant's. */
    double ownSeconds() {
        return Machine.cpuSeconds(contestant.handle()) - own;
    }

    /** The database's and the broker's. */
    double serversSeconds() {
        return surroundings.serversCpuSeconds() - servers;
    }
}
