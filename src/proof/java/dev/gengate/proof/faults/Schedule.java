package dev.gengate.proof.faults;

import dev.gengate.proof.cluster.Cluster;
import dev.gengate.proof.faults.Disruption.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** When what goes wrong: spread over the time of the load by chance, the same for the same seed. */
final class Schedule {
    private static final double FIRST = 0.04;
    /** After that nothing concerns everybody any more: what is late then is late for what concerns others. */
    private static final double LAST = 0.50;

    private static final double FIRST_BAD_CALLER = 0.64;
    private static final double LAST_BAD_CALLER = 0.76;

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration AWAY = Duration.ofMinutes(1);

    private final Random random;
    private final Duration load;
    private final List<Disruption> disruptions = new ArrayList<>();

    private Schedule(long seed, Duration load) {
        this.random = new Random(seed);
        this.load = load;
    }

    /** All disruptions of a run, in order of time. */
    static List<Disruption> of(FaultOptions options) {
        Schedule schedule = new Schedule(options.seed(), options.load());
        schedule.add(Kind.KILL, options.kills(), 100, 3_000);
        schedule.add(Kind.FREEZE, options.freezes(), 2_000, 14_000);
        schedule.add(Kind.BROKER_RESTART, options.brokerRestarts(), 0, 1);
        schedule.add(Kind.DATABASE_STOP, options.databaseRestarts() / 2, 500, 4_000);
        schedule.add(Kind.DATABASE_CRASH, options.databaseRestarts() - options.databaseRestarts() / 2, 0, 2_000);
        schedule.add(Kind.SESSIONS_KILLED, options.sessionKills(), 500, 2_000);
        schedule.add(Kind.READ_ONLY, options.readOnly(), 3_000, 10_000);
        schedule.add(Kind.DATABASE_FULL, options.databaseFull(), 3_000, 10_000);
        schedule.add(Kind.HALF_BODIES, options.halfBodies(), 20_000, 20_001);
        schedule.add(Kind.STORE_AWAY, options.storeFaults(), away(options.load()), 1 + away(options.load()));
        schedule.add(Kind.STORE_SLOW, options.storeFaults(), 3_000, 10_000);
        schedule.add(Kind.STORE_FAILS, options.storeFaults(), 3_000, 10_000);
        schedule.add(Kind.STORE_DAMAGES, options.storeFaults(), 3_000, 10_000);
        schedule.add(Kind.KILL_AFTER_PUT, options.killsAfterPut(), 100, 3_000);
        return schedule.disruptions.stream()
                .sorted(Comparator.comparing(Disruption::at))
                .toList();
    }

    /** A minute in a long load; in a short one no large part of its time, or nothing were free of faults. */
    private static int away(Duration load) {
        return (int) (load.compareTo(LONG) < 0 ? load.dividedBy(8) : AWAY).toMillis();
    }

    /** One in each of {@code count} equal parts of the load's time. */
    private void add(Kind kind, int count, int shortest, int longest) {
        for (int index = 0; index < count; index++) {
            double first = kind.concernsAll() ? FIRST : FIRST_BAD_CALLER;
            double last = kind.concernsAll() ? LAST : LAST_BAD_CALLER;
            double share = first + (last - first) * (index + random.nextDouble()) / count;
            Duration at = Duration.ofMillis((long) (load.toMillis() * share));
            Duration lasts = Duration.ofMillis(shortest + random.nextInt(longest - shortest));
            disruptions.add(new Disruption(kind, at, random.nextInt(Cluster.REPLICAS), lasts));
        }
    }
}
