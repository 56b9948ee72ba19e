package io.sluice.offline.torture.audit;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * What a pipeline has written, or must have written.
 *
 * @param outputs predictions, alerts and dead letters; those of one key are in their order
 * @param states the state of each key
 */
public record Written(List<Output> outputs, Map<ByteBuffer, ByteBuffer> states) {
    public Written {
        outputs = List.copyOf(outputs);
        states = Map.copyOf(states);
    }

    /** Returns a copy of the bytes of a key or of a state. */
    public static byte[] copy(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return copy;
    }
}
