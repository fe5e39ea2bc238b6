package dev.gengate.bench;

/** Processor time of one measurement, from {@link #start()} until it is asked. */
final class CpuMeter {
    private final RunningContestant contestant;
    private final LoadDriver load;
    private double own;
    private double machine;

    CpuMeter(RunningContestant contestant, LoadDriver load) {
        this.contestant = contestant;
        this.load = load;
    }

    void start() {
        own = contestant.cpuSeconds();
        machine = machine();
    }

    double ownSeconds() {
        return contestant.cpuSeconds() - own;
    }

    /** The contestant, its database and the broker: all but the load driver. */
    double machineSeconds() {
        return machine() - machine;
    }

    private double machine() {
        return Machine.busySeconds() - load.cpuSeconds();
    }
}
