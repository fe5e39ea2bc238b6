package dev.gengate.proof.bench;

import dev.gengate.proof.bench.report.Machine;

/** Processor time of one measurement, from {@link #start()} to {@link #stop()}. */
final class CpuMeter {
    private final RunningContestant contestant;
    private final Surroundings surroundings;
    private double own;
    private double database;
    private double broker;

    CpuMeter(RunningContestant contestant, Surroundings surroundings) {
        this.contestant = contestant;
        this.surroundings = surroundings;
    }

    void start() {
        own = -Machine.cpuSeconds(contestant.handle());
        database = -surroundings.databaseCpuSeconds();
        broker = -surroundings.brokerCpuSeconds();
    }

    void stop() {
        own += Machine.cpuSeconds(contestant.handle());
        database += surroundings.databaseCpuSeconds();
        broker += surroundings.brokerCpuSeconds();
    }

    /** The contestant's. */
    double ownSeconds() {
        return own;
    }

    double databaseSeconds() {
        return database;
    }

    /** The time of all three together. */
    double allSeconds() {
        return own + database + broker;
    }

    double brokerSeconds() {
        return broker;
    }
}
