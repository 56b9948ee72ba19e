package io.sluice.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyStateTest {
    private static KeyState state() {
        KeyState state = KeyState.create(0x1122334455667788L, 3, -5, 9, 2, 4);
        state.scorer().put((byte) 7).put((byte) 8);
        state.bytes()[state.packedOffset()] = 1;
        return state;
    }

    /** The bytes were written by hand from the layout: another layout would lose the states of users. */
    @Test
    void theLayoutIsAsDocumented() {
        assertThat(HexFormat.of().formatHex(state().bytes()))
                .isEqualTo("01" + "00" + "0200" + "8877665544332211" + "0300000000000000" + "fbffffffffffffff"
                        + "0900000000000000" + "0708" + "01000000");
    }

    @Test
    void aWrittenStateIsRead() {
        KeyState read = KeyState.of(state().bytes());
        assertThat(read.fingerprint()).isEqualTo(0x1122334455667788L);
        assertThat(read.steps()).isEqualTo(3);
        assertThat(read.eventTime()).isEqualTo(-5);
        assertThat(read.recordTime()).isEqualTo(9);
        assertThat(read.scorer().get(1)).isEqualTo((byte) 8);
        assertThat(read.packedBytes()).isEqualTo(4);
    }

    @Test
    void aKeyNeverSeenStartsWithStepOne() {
        KeyState first = KeyState.next(null, 17, 100, 200, 2, 4);
        assertThat(first.fingerprint()).isEqualTo(17);
        assertThat(first.steps()).isEqualTo(1);
        assertThat(first.eventTime()).isEqualTo(100);
        assertThat(first.recordTime()).isEqualTo(200);
        assertThat(first.scorerBytes()).isEqualTo(2);
        assertThat(first.packedBytes()).isEqualTo(4);
        assertThat(first.bytes()).endsWith(0, 0, 0, 0, 0, 0);
    }

    @Test
    void theNextStateHasOneStepMoreAndTheScorerStateOfTheOneBefore() {
        KeyState next = KeyState.next(state(), 17, 6, 10, 2, 4);
        assertThat(next.fingerprint()).isEqualTo(17);
        assertThat(next.steps()).isEqualTo(4);
        assertThat(next.eventTime()).isEqualTo(6);
        assertThat(next.recordTime()).isEqualTo(10);
        assertThat(next.bytes())
                .as("scorer state, and a packed state to be written")
                .endsWith(7, 8, 0, 0, 0, 0);
    }

    @Test
    void theNextStateKeepsTheLatestTimes() {
        KeyState next = KeyState.next(state(), 17, -6, 8, 2, 4);
        assertThat(next.eventTime()).isEqualTo(-5);
        assertThat(next.recordTime()).isEqualTo(9);
    }

    @Test
    void theNextStateLeavesTheOneBeforeAsItIs() {
        KeyState before = state();
        KeyState next = KeyState.next(before, 17, 6, 10, 2, 4);
        next.scorer().put((byte) 99);
        assertThat(before.bytes()).isEqualTo(state().bytes());
    }

    @Test
    void anotherFormatIsRefused() {
        byte[] bytes = state().bytes();
        bytes[0] = 2;
        assertThatThrownBy(() -> KeyState.of(bytes))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("2.0");
    }

    @Test
    void aStateThatIsCutOffIsRefused() {
        assertThatThrownBy(() -> KeyState.of(new byte[] {1, 0, 0})).isInstanceOf(StateException.class);
    }
}
