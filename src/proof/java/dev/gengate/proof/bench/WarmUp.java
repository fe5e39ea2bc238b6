package dev.gengate.proof.bench;

import dev.gengate.proof.bench.report.Machine;
import java.util.List;

/** Load that counts for nothing, until the compiler has little to do any more, however slow the machine is now. */
final class WarmUp {
    /**
     * Both of those that are measured most: what is compiled for one is compiled anew for the other. The heavier first, so
     * that the disk has less of it left to write in the first measurement.
     */
    private static final List<Integer> CONNECTIONS = List.of(128, 32);

    private static final int SECONDS = 4;
    /** The share of one processor spent on compiling that disturbs no measurement. */
    private static final double LITTLE = 0.1;

    private WarmUp() {}

    /** Load on so many connections, for so many seconds. */
    interface Load {
        void run(int connections, int seconds);
    }

    static void run(RunningContestant contestant, int mostSeconds, Load load) {
        double share;
        int left = mostSeconds;
        do {
            double before = Machine.compilerSeconds(contestant.handle());
            CONNECTIONS.forEach(connections -> load.run(connections, SECONDS));
            int seconds = SECONDS * CONNECTIONS.size();
            share = (Machine.compilerSeconds(contestant.handle()) - before) / seconds;
            left -= seconds;
        } while (share > LITTLE && left > 0);
    }
}
