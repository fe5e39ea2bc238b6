package dev.gengate.intake;

import dev.gengate.http.RequestRules;
import org.apache.kafka.common.serialization.Deserializer;

/** Values as they came. One that is too large for a request is not kept while its record waits; another stands for all. */
public final class RequestBytes implements Deserializer<byte[]> {
    /** In the place of a value that is too large, and as much too large as it need be. */
    static final byte[] TOO_LARGE = new byte[RequestRules.MOST_BYTES + 1];

    @Override
    public byte[] deserialize(String topic, byte[] value) {
        return value != null && value.length > RequestRules.MOST_BYTES ? TOO_LARGE : value;
    }
}
