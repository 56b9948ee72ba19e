package io.sluice.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyStateTest {
    private static final StateLayout LAYOUT = new StateLayout(0x1122334455667788L, 4, 3, 2);
    private static final StateLayout NEXT = new StateLayout(17, 4, 3, 2);

    /** The bytes were written by hand from the layout: another layout would lose the states of users. */
    private static final String FORMAT_TWO = "02" + "00" + "0000" + "03000000" + "02000000" + "8877665544332211"
            + "0300000000000000" + "fbffffffffffffff" + "0900000000000000" + "0708" + "01000000";

    private static final String FORMAT_ONE = "01" + "00" + "0200" + "8877665544332211" + "0300000000000000"
            + "fbffffffffffffff" + "0900000000000000" + "0708" + "01000000";

    private static KeyState state() {
        KeyState state = KeyState.create(LAYOUT, 3, -5, 9);
        state.scorer().put((byte) 7).put((byte) 8);
        state.bytes()[state.packedOffset()] = 1;
        return state;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @Test
    void theLayoutIsAsDocumented() {
        assertThat(HexFormat.of().formatHex(state().bytes())).isEqualTo(FORMAT_TWO);
    }

    @Test
    void aWrittenStateIsRead() {
        KeyState read = KeyState.of(bytes(FORMAT_TWO));
        assertThat(read.fingerprint()).isEqualTo(0x1122334455667788L);
        assertThat(read.steps()).isEqualTo(3);
        assertThat(read.eventTime()).isEqualTo(-5);
        assertThat(read.streamTime()).isEqualTo(9);
        assertThat(read.scorer().get(1)).isEqualTo((byte) 8);
        assertThat(read.packedBytes()).isEqualTo(4);
        assertThat(read.hasModelOf(LAYOUT)).isTrue();
        assertThat(read.hasScorerOf(LAYOUT)).isTrue();
    }

    @Test
    void aStateOfFormatOneBecomesOneOfFormatTwo() {
        KeyState read = KeyState.of(bytes(FORMAT_ONE));
        assertThat(HexFormat.of().formatHex(read.bytes()))
                .as("the scorer's format was 1, and the record time becomes the stream time")
                .isEqualTo(FORMAT_TWO.replace("03000000" + "02000000", "01000000" + "02000000"));
    }

    @Test
    void aKeyNeverSeenStartsWithStepOne() {
        KeyState first = KeyState.next(null, NEXT, 100, 200);
        assertThat(first.fingerprint()).isEqualTo(17);
        assertThat(first.steps()).isEqualTo(1);
        assertThat(first.eventTime()).isEqualTo(100);
        assertThat(first.streamTime()).isEqualTo(200);
        assertThat(first.scorerBytes()).isEqualTo(2);
        assertThat(first.packedBytes()).isEqualTo(4);
        assertThat(first.bytes()).endsWith(0, 0, 0, 0, 0, 0);
    }

    @Test
    void theNextStateHasOneStepMoreAndTheScorerStateOfTheOneBefore() {
        KeyState next = KeyState.next(state(), NEXT, 6, 10);
        assertThat(next.fingerprint()).isEqualTo(17);
        assertThat(next.steps()).isEqualTo(4);
        assertThat(next.eventTime()).isEqualTo(6);
        assertThat(next.streamTime()).isEqualTo(10);
        assertThat(next.bytes())
                .as("scorer state, and a packed state to be written")
                .endsWith(7, 8, 0, 0, 0, 0);
    }

    @Test
    void theNextStateKeepsTheLatestEventTime() {
        assertThat(KeyState.next(state(), NEXT, -6, 10).eventTime()).isEqualTo(-5);
    }

    @Test
    void anotherScorerStartsFromZeroAndTheStepsContinue() {
        KeyState next = KeyState.next(state(), new StateLayout(17, 4, 4, 2), 6, 10);
        assertThat(next.steps()).isEqualTo(4);
        assertThat(next.bytes()).endsWith(0, 0, 0, 0, 0, 0);
    }

    @Test
    void theTimeOfTheTurnReplacesTheExpectedOne() {
        KeyState next = KeyState.next(state(), NEXT, 6, 10);
        next.appliedAt(12);
        assertThat(KeyState.of(next.bytes()).streamTime()).isEqualTo(12);
    }

    @Test
    void theNextStateLeavesTheOneBeforeAsItIs() {
        KeyState before = state();
        KeyState next = KeyState.next(before, NEXT, 6, 10);
        next.scorer().put((byte) 99);
        next.appliedAt(99);
        assertThat(before.bytes()).isEqualTo(state().bytes());
    }

    @Test
    void anotherFormatIsRefused() {
        byte[] bytes = state().bytes();
        bytes[0] = 3;
        assertThatThrownBy(() -> KeyState.of(bytes))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("3.0");
    }

    @Test
    void aStateThatIsCutOffIsRefused() {
        assertThatThrownBy(() -> KeyState.of(new byte[] {1, 0, 0})).isInstanceOf(StateException.class);
        for (String whole : new String[] {FORMAT_ONE, FORMAT_TWO}) {
            byte[] withoutPayload = bytes(whole.substring(0, whole.length() - 2 * 5));
            assertThatThrownBy(() -> KeyState.of(withoutPayload)).isInstanceOf(StateException.class);
        }
    }

    @Test
    void theNormIsThatOfThePackedStateAlone() {
        KeyState state = KeyState.create(new StateLayout(17, 8, 3, 2), 1, 0, 0);
        state.scorer().put((byte) 7);
        ByteBuffer.wrap(state.bytes())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(state.packedOffset(), 3)
                .putFloat(state.packedOffset() + 4, -4);
        assertThat(state.packedNorm()).isEqualTo(5);
        assertThat(state.packed()).isEqualTo(bytes("00004040" + "000080c0"));
    }

    @Test
    void aSilenceIsToldOnACopyAndTheNextStepDropsTheNote() {
        KeyState state = state();
        KeyState told = state.withSilenceTold();
        assertThat(told.isSilenceTold()).isTrue();
        assertThat(KeyState.of(told.bytes()).isSilenceTold()).isTrue();
        assertThat(state.isSilenceTold()).isFalse();
        assertThat(told.steps()).isEqualTo(state.steps());
        assertThat(KeyState.next(told, NEXT, 6, 10).isSilenceTold()).isFalse();
    }

    @Test
    void aLayoutFitsOnlyTheStateOfItsModelItsSizeAndItsScorer() {
        assertThat(state().hasModelOf(new StateLayout(18, 4, 3, 2))).isFalse();
        assertThat(state().hasModelOf(new StateLayout(LAYOUT.fingerprint(), 8, 3, 2)))
                .isFalse();
        assertThat(state().hasSizeOf(new StateLayout(18, 4, 3, 2))).isTrue();
        assertThat(state().hasSizeOf(new StateLayout(18, 8, 3, 2))).isFalse();
        assertThat(state().hasScorerOf(new StateLayout(18, 8, 4, 2))).isFalse();
        assertThat(state().hasScorerOf(new StateLayout(18, 8, 3, 1))).isFalse();
        assertThat(state().hasScorerOf(new StateLayout(18, 8, 3, 2))).isTrue();
    }

    @Test
    void aStateWithDamagedSizesIsNotReadable() {
        byte[] tooLarge = bytes(FORMAT_TWO);
        tooLarge[8] = 7;
        byte[] negative = bytes(FORMAT_TWO);
        negative[11] = -1;
        byte[] halfFloats = bytes(FORMAT_TWO);
        halfFloats[1] = 1;
        assertThat(KeyState.isReadable(bytes(FORMAT_TWO))).isTrue();
        assertThat(KeyState.isReadable(tooLarge)).isFalse();
        assertThat(KeyState.isReadable(negative)).isFalse();
        assertThat(KeyState.isReadable(halfFloats)).isFalse();
        assertThat(KeyState.isReadable(new byte[0])).isFalse();
        assertThatThrownBy(() -> KeyState.of(halfFloats))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("a stored state of 50 bytes and format 2.1 cannot be read")
                .hasMessageContaining("reads the formats 1.0 and 2.0");
    }
}
