package dev.gengate.proof.cluster;

import dev.gengate.proof.servers.SigV4;
import java.util.HexFormat;

/**
 * What was read back of an object in the store of results.
 *
 * @param since when it was first there, epoch milliseconds; 0 where nobody knows
 */
public record StoredObject(String sha256, long bytes, long since) {

    static StoredObject of(byte[] content, long since) {
        return new StoredObject(HexFormat.of().formatHex(SigV4.sha256(content)), content.length, since);
    }
}
