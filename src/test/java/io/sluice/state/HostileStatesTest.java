package io.sluice.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stored bytes that nobody wrote: damaged, cut off or random. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileStatesTest {
    private static final long SEED = Long.getLong("sluice.hostile.seed", 20);
    private static final int CASES = 250_000;
    private static final int HEADER = 44;

    private final Random random = new Random(SEED);

    private KeyState state() {
        StateLayout layout =
                new StateLayout(random.nextLong(), 4 * random.nextInt(32), random.nextInt(), random.nextInt(64));
        KeyState state = KeyState.create(layout, random.nextLong(), random.nextLong(), random.nextLong());
        byte[] payload = new byte[layout.scorerBytes() + layout.packedBytes()];
        random.nextBytes(payload);
        System.arraycopy(payload, 0, state.bytes(), HEADER, payload.length);
        return state;
    }

    @Test
    void aWrittenStateIsReadWithTheSameContent() {
        for (int i = 0; i < CASES; i++) {
            KeyState written = state();
            KeyState read = KeyState.of(written.bytes().clone());
            assertThat(read.bytes()).isEqualTo(written.bytes());
            assertThat(read.scorer()).isEqualTo(written.scorer());
            assertThat(read.packed()).isEqualTo(written.packed());
        }
    }

    @Test
    void aDamagedStateIsReadWholeOrRefused() {
        for (int i = 0; i < CASES; i++) {
            byte[] bytes = state().bytes();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            readOrRefuse(bytes, i);
        }
    }

    @Test
    void aStateThatIsCutOffIsReadWholeOrRefused() {
        for (int i = 0; i < CASES; i++) {
            byte[] bytes = state().bytes();
            readOrRefuse(Arrays.copyOf(bytes, random.nextInt(bytes.length)), i);
        }
    }

    @Test
    void randomBytesWithTheNumberOfAFormatAreReadWholeOrRefused() {
        for (int i = 0; i < CASES; i++) {
            byte[] bytes = new byte[random.nextInt(128)];
            random.nextBytes(bytes);
            if (bytes.length > 1) {
                bytes[0] = (byte) random.nextInt(4);
                bytes[1] = (byte) random.nextInt(2);
            }
            readOrRefuse(bytes, i);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, -44, -45, Integer.MIN_VALUE, Integer.MAX_VALUE, 9})
    void aScorerStateOfAnImpossibleSizeIsRefused(int size) {
        byte[] bytes = KeyState.create(new StateLayout(1, 4, 1, 4), 1, 1, 1).bytes();
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[8 + i] = (byte) (size >>> (8 * i));
        }
        assertThat(KeyState.isReadable(bytes)).isFalse();
    }

    private static void readOrRefuse(byte[] bytes, int index) {
        try {
            KeyState state = KeyState.of(bytes);
            assertThat(state.scorer().remaining() + state.packed().length).isEqualTo(state.bytes().length - HEADER);
            assertThat(state.packedNorm()).isNotNegative();
        } catch (StateException e) {
            assertThat(e).hasMessageContaining("cannot be read");
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("case " + index + " with -Dsluice.hostile.seed=" + SEED, e);
        }
    }
}
