package io.sluice.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Decodes the keys of records. */
public final class RecordKey {
    private RecordKey() {}

    /** Decodes a key from UTF-8; returns empty if the bytes are not UTF-8. */
    public static Optional<String> decode(byte[] key) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
