package dev.gengate.custody.fetch;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Tells addresses of the public internet from all others (RFC 6890): loopback, private, link-local with the metadata of
 * clouds, shared, reserved, multicast, and addresses of version 6 that stand for one of version 4.
 */
final class PublicAddress {
    private static final List<Block> SPECIAL = List.of(
            new Block("0.0.0.0", 8),
            new Block("10.0.0.0", 8),
            new Block("100.64.0.0", 10),
            new Block("127.0.0.0", 8),
            new Block("169.254.0.0", 16),
            new Block("172.16.0.0", 12),
            new Block("192.0.0.0", 24),
            new Block("192.0.2.0", 24),
            new Block("192.88.99.0", 24),
            new Block("192.168.0.0", 16),
            new Block("198.18.0.0", 15),
            new Block("198.51.100.0", 24),
            new Block("203.0.113.0", 24),
            new Block("224.0.0.0", 3),
            // teredo and other protocols, benchmarks, documentation, 6to4
            new Block("2001::", 23),
            new Block("2001:db8::", 32),
            new Block("2002::", 16),
            new Block("3fff::", 20));

    /** All that has been given out of version 6. */
    private static final Block GLOBAL = new Block("2000::", 3);

    private PublicAddress() {}

    static boolean is(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean known = address instanceof Inet4Address || address instanceof Inet6Address && GLOBAL.holds(bytes);
        return known && SPECIAL.stream().noneMatch(block -> block.holds(bytes));
    }

    private record Block(byte[] start, int bits) {

        Block(String start, int bits) {
            this(literal(start), bits);
        }

        private static byte[] literal(String address) {
            try {
                // no name, so nothing is looked up
                return InetAddress.getByName(address).getAddress();
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(e);
            }
        }

        boolean holds(byte[] address) {
            int whole = bits / 8;
            if (address.length != start.length || !Arrays.equals(start, 0, whole, address, 0, whole)) {
                return false;
            }
            int mask = 0xff00 >> bits % 8 & 0xff;
            return mask == 0 || (start[whole] & mask) == (address[whole] & mask);
        }
    }
}
