package io.sluice.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemDecodingTest {
    private static final JsonEventDecoder JSON =
            JsonEventDecoder.ofItem("/item", JsonLayout.DEFAULT.withKey("/user"), 1000);
    private static final PlainTextDecoder PLAIN = PlainTextDecoder.ofItem(1000);

    private static Decoded json(String value) {
        return JSON.decode(value.getBytes(StandardCharsets.UTF_8), 7);
    }

    private static Decoded plain(String value) {
        return PLAIN.decode(value.getBytes(StandardCharsets.UTF_8), 7);
    }

    private static DeadLetterReason reason(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Malformed.class);
        return ((Malformed) decoded).reason();
    }

    @Test
    void aStringIsAnItemWithoutAnyChange() {
        assertThat(
                        json(
                                "{\"item\":\" Ünï \\ud83d\\ude00\",\"user\":\"ada\",\"timestamp\":1772366400012,\"price\":3.5}"))
                .isEqualTo(new ItemEvent("ada", 1_772_366_400_012L, true, " Ünï \ud83d\ude00"));
    }

    @ParameterizedTest
    @CsvSource({"214536502", "0", "-5", "12345678901234567890123"})
    void theDigitsOfAnIntegerAreTheItem(String number) {
        assertThat(json("{\"item\":" + number + ",\"user\":1}")).isEqualTo(new ItemEvent("1", 7, false, number));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|NO_ITEM",
                "{\"item\":null}|NO_ITEM",
                "{\"items\":\"a\"}|NO_ITEM",
                "{\"item\":1.5}|BAD_ITEM",
                "{\"item\":1e3}|BAD_ITEM",
                "{\"item\":true}|BAD_ITEM",
                "{\"item\":[\"a\"]}|BAD_ITEM",
                "{\"item\":{\"id\":\"a\"}}|BAD_ITEM",
                "{\"item\":\"\"}|BLANK_ITEM",
                "{\"item\":\" \\u200b\"}|BLANK_ITEM",
                "{\"item\":\"a\",\"item\":\"b\"}|DUPLICATE_FIELD",
                "{\"item\":NaN}|NOT_JSON",
                "{\"item\":\"a\"|NOT_JSON",
                "[\"a\"]|NOT_AN_OBJECT",
            })
    void aValueWithoutAnItemHasAReason(String value, DeadLetterReason reason) {
        String keyed = value.startsWith("{")
                ? value.replaceFirst("\\{", "{\"user\":\"ada\",").replace(",}", "}")
                : value;
        assertThat(reason(json(keyed))).isEqualTo(reason);
    }

    @Test
    void anItemOfThePreviousRecordIsForgotten() {
        json("{\"item\":\"a\",\"user\":\"ada\"}");
        assertThat(reason(json("{\"user\":\"ada\"}"))).isEqualTo(DeadLetterReason.NO_ITEM);
    }

    @Test
    void theWholePlainTextIsTheItem() {
        assertThat(plain("item 7\n")).isEqualTo(new ItemEvent(null, 7, false, "item 7\n"));
        assertThat(reason(plain(" \n"))).isEqualTo(DeadLetterReason.BLANK_ITEM);
        assertThat(reason(plain(""))).isEqualTo(DeadLetterReason.EMPTY);
    }
}
