package io.sluice.state;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A stored state of format 1.
 *
 * <p>Layout, little-endian:
 *
 * <pre>
 *   0  byte    format, 1
 *   1  byte    element type of the packed state: 0 for float32
 *   2  int16   bytes of scorer state, n
 *   4  int64   fingerprint of the model that wrote the packed state
 *  12  int64   steps taken
 *  20  int64   time of the key's latest event, milliseconds since the epoch
 *  28  int64   latest record timestamp of the key, milliseconds since the epoch
 *  36  n bytes scorer state
 *  36 + n      packed model state, S elements
 * </pre>
 */
final class FormatOne {
    private static final byte FORMAT = 1;
    private static final int HEADER = 36;

    /** The format of all scorer states when format 1 was written. */
    private static final int SCORER_FORMAT = 1;

    private final byte[] bytes;
    private final ByteBuffer view;

    FormatOne(byte[] bytes) {
        this.bytes = bytes;
        this.view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns true if the bytes are a whole state of format 1. */
    static boolean isReadable(byte[] bytes) {
        return bytes.length >= HEADER
                && bytes[0] == FORMAT
                && bytes[1] == 0
                && bytes.length >= HEADER + new FormatOne(bytes).scorerBytes();
    }

    private int scorerBytes() {
        return Short.toUnsignedInt(view.getShort(2));
    }

    StateLayout layout() {
        return new StateLayout(view.getLong(4), bytes.length - HEADER - scorerBytes(), SCORER_FORMAT, scorerBytes());
    }

    long steps() {
        return view.getLong(12);
    }

    long eventTime() {
        return view.getLong(20);
    }

    long recordTime() {
        return view.getLong(28);
    }

    /** Returns scorer state and packed state, for reading. */
    ByteBuffer payload() {
        return ByteBuffer.wrap(bytes, HEADER, bytes.length - HEADER);
    }
}
