package io.sluice.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextDecodingTest {
    private static final JsonEventDecoder JSON =
            JsonEventDecoder.ofText("/message/body", JsonLayout.DEFAULT.withKey("/author"), 400_000);
    private static final PlainTextDecoder PLAIN = PlainTextDecoder.ofText(400_000);

    private static Decoded json(String value) {
        return JSON.decode(value.getBytes(StandardCharsets.UTF_8), 7);
    }

    private static Decoded plain(byte... value) {
        return PLAIN.decode(value, 7);
    }

    private static Decoded plain(String value) {
        return plain(value.getBytes(StandardCharsets.UTF_8));
    }

    private static DeadLetterReason reason(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Malformed.class);
        return ((Malformed) decoded).reason();
    }

    @Test
    void aTextIsReadAtItsPointer() {
        assertThat(
                        json(
                                "{\"message\":{\"body\":\"so good \\ud83d\\ude00\",\"more\":[1]},\"author\":5,\"timestamp\":1772366400012}"))
                .isEqualTo(new TextEvent("5", 1_772_366_400_012L, true, "so good \ud83d\ude00"));
    }

    @Test
    void aTextWithoutATimeHasTheTimeOfItsRecord() {
        assertThat(json("{\"message\":{\"body\":\"x\"},\"author\":\"ada\"}"))
                .isEqualTo(new TextEvent("ada", 7, false, "x"));
        assertThat(plain("x")).isEqualTo(new TextEvent(null, 7, false, "x"));
    }

    @Test
    void aMissingOrNullTextIsMalformed() {
        assertThat(reason(json("{\"author\":\"ada\",\"message\":{}}"))).isEqualTo(DeadLetterReason.NO_TEXT);
        assertThat(reason(json("{\"author\":\"ada\",\"message\":{\"body\":null}}")))
                .isEqualTo(DeadLetterReason.NO_TEXT);
        assertThat(((Malformed) json("{\"author\":\"ada\"}")).detail()).contains("/message/body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "true", "[\"good\"]", "{\"text\":\"good\"}"})
    void aTextMustBeAString(String body) {
        assertThat(reason(json("{\"author\":\"ada\",\"message\":{\"body\":" + body + "}}")))
                .isEqualTo(DeadLetterReason.BAD_TEXT);
    }

    @Test
    void aTextOfThePreviousRecordIsForgotten() {
        json("{\"message\":{\"body\":\"x\"},\"author\":\"ada\"}");
        assertThat(reason(json("{\"author\":\"ada\"}"))).isEqualTo(DeadLetterReason.NO_TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\t\r\n", "\u00a0\u3000", "\u200b\u200d\ufeff", "\u0000\u001f"})
    void aTextWithoutAVisibleCharacterIsBlank(String text) {
        assertThat(reason(plain(text))).isEqualTo(DeadLetterReason.BLANK_TEXT);
    }

    @Test
    void anEmptyStringIsBlankAndAnEmptyValueEmpty() {
        assertThat(reason(json("{\"author\":\"ada\",\"message\":{\"body\":\"\"}}")))
                .isEqualTo(DeadLetterReason.BLANK_TEXT);
        assertThat(reason(plain(""))).isEqualTo(DeadLetterReason.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\ud83d\ude00", "\u05e9\u05dc\u05d5\u05dd", ".", "\u6f22\u5b57", "null", "{\"text\":", " a "})
    void anyOtherPlainTextIsATextWithoutAnyChange(String text) {
        assertThat(plain(text)).isEqualTo(new TextEvent(null, 7, false, text));
    }

    @Test
    void aHundredThousandCharactersAreAText() {
        String text = "so good ".repeat(12_500);
        assertThat(plain(text)).isEqualTo(new TextEvent(null, 7, false, text));
        assertThat(json("{\"author\":\"ada\",\"message\":{\"body\":\"" + text + "\"}}"))
                .isEqualTo(new TextEvent("ada", 7, false, text));
    }

    @Test
    void aByteOrderMarkIsRemoved() {
        assertThat(plain("\ufeffgood")).isEqualTo(new TextEvent(null, 7, false, "good"));
    }

    @Test
    void bytesThatAreNotUtf8AreMalformed() {
        assertThat(reason(plain((byte) 'a', (byte) 0xC3))).isEqualTo(DeadLetterReason.NOT_UTF8);
        assertThat(reason(plain((byte) 0xED, (byte) 0xA0, (byte) 0x80))).isEqualTo(DeadLetterReason.NOT_UTF8);
        assertThat(reason(plain("good".getBytes(StandardCharsets.UTF_16)))).isEqualTo(DeadLetterReason.NOT_UTF8);
    }

    @Test
    void aTextThatIsTooLargeIsNotDecoded() {
        assertThat(reason(plain("x".repeat(400_001)))).isEqualTo(DeadLetterReason.TOO_LARGE);
    }

    @Test
    void theTextCannotHaveThePointerOfTheTimeOrTheKey() {
        for (String pointer : List.of("/timestamp", "/author")) {
            assertThatThrownBy(() -> JsonEventDecoder.ofText(pointer, JsonLayout.DEFAULT.withKey("/author"), 10))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(pointer);
        }
    }
}
