package io.sluice.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RecordKeyTest {
    @Test
    void aReplacementCharacterIsPartOfAKeyButNoBytesAreReplaced() {
        String text = "pump \uFFFD é \uD83D\uDE00";
        byte[] cutOff = {'p', (byte) 0xC3};
        byte[] both = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD, (byte) 0xFF};
        assertThat(RecordKey.decode(text.getBytes(StandardCharsets.UTF_8))).contains(text);
        assertThat(RecordKey.decode(cutOff)).isEmpty();
        assertThat(RecordKey.decode(both)).isEmpty();
    }

    @Property
    void anyBytesAreDecodedStrictly(@ForAll byte[] key) {
        Optional<String> expected;
        try {
            expected = Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString());
        } catch (CharacterCodingException e) {
            expected = Optional.empty();
        }
        assertThat(RecordKey.decode(key)).isEqualTo(expected);
    }
}
