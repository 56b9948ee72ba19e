package io.sluice.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Decodes the keys of records. */
public final class RecordKey {
    /** Stands for bytes that are not UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private RecordKey() {}

    /** Decodes a key from UTF-8; returns empty if the bytes are not UTF-8. */
    public static Optional<String> decode(byte[] key) {
        String text = new String(key, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? Optional.of(text) : decodeStrictly(key);
    }

    /** Tells a replaced byte from the same character in the key. It is four times as slow. */
    private static Optional<String> decodeStrictly(byte[] key) {
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
