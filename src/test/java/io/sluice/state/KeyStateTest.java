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

    /** Written out by hand from the layout: another layout would lose users' states. */
    @Test
    void theLayoutIsAsDocumented() {
        assertThat(HexFormat.of().formatHex(state().bytes()))
                .isEqualTo("01" + "00" + "0200" + "8877665544332211" + "0300000000000000" + "fbffffffffffffff"
                        + "0900000000000000" + "0708" + "01000000");
    }

    @Test
    void whatWasWrittenIsRead() {
        KeyState read = KeyState.of(state().bytes());
        assertThat(read.fingerprint()).isEqualTo(0x1122334455667788L);
        assertThat(read.steps()).isEqualTo(3);
        assertThat(read.eventTime()).isEqualTo(-5);
        assertThat(read.recordTime()).isEqualTo(9);
        assertThat(read.scorer().get(1)).isEqualTo((byte) 8);
        assertThat(read.packedBytes()).isEqualTo(4);
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
    void aStateCutShortIsRefused() {
        assertThatThrownBy(() -> KeyState.of(new byte[] {1, 0, 0})).isInstanceOf(StateException.class);
    }
}
