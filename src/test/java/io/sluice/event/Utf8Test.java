package io.sluice.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
    private static final long SEED = Long.getLong("sluice.hostile.seed", 20);

    /** Bytes at the edges of what a character may begin with and go on with. */
    private static final int[] EDGES = {
        0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef,
        0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff
    };

    @Test
    void theFirstFaultIsThatOfJava() {
        Random random = new Random(SEED);
        for (int i = 0; i < 500_000; i++) {
            byte[] bytes = new byte[random.nextInt(8)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) EDGES[random.nextInt(EDGES.length)];
            }
            assertThat(Utf8.firstFault(bytes, 0)).as("%s", (Object) bytes).isEqualTo(byJava(bytes));
        }
    }

    @Test
    void whatIsBeforeTheOffsetIsNotLookedAt() {
        assertThat(Utf8.firstFault(new byte[] {-1, 'a'}, 1)).isEqualTo(-1);
        assertThat(Utf8.firstFault(new byte[] {-1, 'a', -1}, 1)).isEqualTo(2);
    }

    private static int byJava(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        boolean isWhole = !StandardCharsets.UTF_8
                .newDecoder()
                .decode(in, CharBuffer.allocate(bytes.length), true)
                .isError();
        return isWhole ? -1 : in.position();
    }
}
