package dev.gengate.callback;

import io.netty.util.NetUtil;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts wrong tokens by source and minute in fixed memory: sources share a fixed number of counters by an
 * unpredictable hash. Two sources that share one are limited sooner, which is harmless, since genuine tokens bypass the
 * limit. Thread-safe.
 */
final class FailedAuthentications {
    private static final int COUNTERS = 1 << 12;
    private static final int IPV6_NETWORK_BYTES = 8;
    private static final long MINUTE_SECONDS = 60;

    /** Each holds a minute in its upper half and the failures of that minute in its lower half. */
    private final AtomicLongArray counters = new AtomicLongArray(COUNTERS);

    private final int salt = new SecureRandom().nextInt();
    private final int limit;
    private final Clock clock;

    /** @param limit failures per source and minute before the limit applies; 0 for no limit */
    FailedAuthentications(int limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** What follows from a failure. */
    enum Judgement {
        WITHIN,
        /** The first one over the limit: logged. */
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
            // an IPv6 client usually owns its whole network
            network = Arrays.copyOf(network, IPV6_NETWORK_BYTES);
        }
        int hash = (Arrays.hashCode(network) ^ salt) * 0x9E3779B9;
        return hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(COUNTERS));
    }
}
