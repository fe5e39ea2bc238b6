package dev.gengate.callback;

import io.netty.util.NetUtil;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts wrong tokens by source and minute, in memory that never grows: sources share a fixed number of counters, by a
 * hash that nobody outside can foresee. Two sources on one counter are limited sooner, which costs nothing, since a
 * genuine token is never asked for its source. Thread-safe.
 */
final class FailedAuthentications {
    private static final int COUNTERS = 1 << 12;
    private static final int IPV6_NETWORK_BYTES = 8;
    private static final long MINUTE_SECONDS = 60;

    /** Each the minute in its upper half and the failures of that minute in its lower one. */
    private final AtomicLongArray counters = new AtomicLongArray(COUNTERS);

    private final int salt = new SecureRandom().nextInt();
    private final int limit;
    private final Clock clock;

    /** @param limit failures of one source in one minute that are answered as such; 0 for no limit */
    FailedAuthentications(int limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** What a failure is worth. */
    enum Judgement {
        WITHIN,
        /** The first one over the limit: worth a line in the log. */
        FIRST_OVER,
        OVER
    }

    Judgement count(String source) {
        if (limit == 0) {
            return Judgement.WITHIN;
        }
        long minute = clock.instant().getEpochSecond() / MINUTE_SECONDS << Integer.SIZE;
        long failures = counters.updateAndGet(
                        counterOf(source),
                        counter -> counter >>> Integer.SIZE << Integer.SIZE == minute ? counter + 1 : minute + 1)
                - minute;
        if (failures <= limit) {
            return Judgement.WITHIN;
        }
        return failures == limit + 1L ? Judgement.FIRST_OVER : Judgement.OVER;
    }

    private int counterOf(String source) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(source);
        byte[] network = address == null ? new byte[0] : address;
        if (network.length > IPV6_NETWORK_BYTES) {
            // who has one address of IPv6 has the whole network
            network = Arrays.copyOf(network, IPV6_NETWORK_BYTES);
        }
        int hash = (Arrays.hashCode(network) ^ salt) * 0x9E3779B9;
        return hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(COUNTERS));
    }
}
