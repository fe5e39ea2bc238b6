package dev.gengate.bench;

import java.util.function.IntConsumer;

/** Load that counts for nothing, until the compiler has little to do any more, however slow the machine is now. */
final class WarmUp {
    static final int CONNECTIONS = 32;

    private static final int SECONDS = 4;
    /** Of one processor, spent on compiling: less than that disturbs no measurement. */
    private static final double LITTLE = 0.1;

    private WarmUp() {}

    /** @param load runs for so many seconds */
    static void run(RunningContestant contestant, int mostSeconds, IntConsumer load) {
        double share;
        int left = mostSeconds;
        do {
            double before = Machine.compilerSeconds(contestant.handle());
            load.accept(SECONDS);
            share = (Machine.compilerSeconds(contestant.handle()) - before) / SECONDS;
            left -= SECONDS;
        } while (share > LITTLE && left > 0);
    }
}
