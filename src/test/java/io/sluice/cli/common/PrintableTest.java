package io.sluice.cli.common;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    private static final String CLEAR_SCREEN = "\033[2J";

    @Test
    void charactersThatDriveATerminalBecomeEscapes() {
        assertThat(Printable.of("a" + CLEAR_SCREEN + "\0\007\b\177\u009b1m" + "b"))
                .isEqualTo("a\\u001b[2J\\u0000\\u0007\\u0008\\u007f\\u009b1mb");
        assertThat(Printable.of("real\rfake")).isEqualTo("real\\u000dfake");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Grüße, 世界, שלום 👩‍🔧", "a\tb\nc\r\nd", "\\u001b", "{\"a\": \"\\n\"}", ""})
    void allOtherTextStaysAsItIs(String text) {
        assertThat(Printable.of(text)).isSameAs(text).isEqualTo(text);
    }

    @Test
    void inOneLineEndsOfLinesAndTabsBecomeEscapes() {
        assertThat(Printable.inLine("a\tb\r\nc")).isEqualTo("a\\tb\\r\\nc");
    }

    @Test
    void anEscapeIsReadByJsonAsTheCharacter() throws JsonProcessingException {
        String printed = Printable.of("\"" + CLEAR_SCREEN + "\"");
        assertThat(new ObjectMapper().readValue(printed, String.class)).isEqualTo(CLEAR_SCREEN);
    }
}
