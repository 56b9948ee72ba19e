package io.sluice.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueShapeTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "000000004e7b7d, JSON_WITH_SCHEMA_ID",
        "000000004e0a205b5d, JSON_WITH_SCHEMA_ID",
        "000000004e0204, BINARY_WITH_SCHEMA_ID",
        "000000004e, BINARY_WITH_SCHEMA_ID",
        "4f626a0104, AVRO_FILE",
        "1f8b0800, GZIP",
        "28b52ffd04, ZSTD",
        "7b2261223a, JSON",
        "efbbbf207b7d, JSON",
        "0a5b315d, JSON",
        "68656c6c6f, TEXT",
        "3c613ec3bc3c2f613e, TEXT",
        "47fc6e, OTHER_TEXT",
        "1066616e2d31cdcc4c3f, BINARY",
        "ffffffffff, BINARY",
        "eff0e8e2e5f220ece8f0, OTHER_TEXT",
        "00000000, BINARY",
    })
    void theFirstBytesSayWhatAValueLooksLike(String hex, ValueShape shape) {
        assertThat(ValueShape.of(HexFormat.of().parseHex(hex))).isEqualTo(shape);
    }

    @Test
    void aCharacterThatTheLookCutsOffIsNoOtherEncoding() {
        assertThat(ValueShape.of(utf8("a" + "ü".repeat(1000)))).isEqualTo(ValueShape.TEXT);
    }

    private static Malformed ofJsonTopic(byte[] value) {
        return (Malformed) JsonEventDecoder.ofChannels(List.of(new Channel("v", "/v")), JsonLayout.DEFAULT, 1000)
                .decode(value, 0);
    }

    @Test
    void inATopicOfJsonTheReasonNamesTheSettingThatReadsTheValue() {
        byte[] avro = HexFormat.of().parseHex("1066616e2d31cdcc4c3f");
        assertThat(ofJsonTopic(avro))
                .isEqualTo(new Malformed(
                        DeadLetterReason.NOT_JSON,
                        "the value is not JSON: it looks like binary data; if it is Avro without a schema id, set"
                                + " sluice.event.format=avro and sluice.event.schema.file"));
        assertThat(ofJsonTopic(utf8("pump is hot")).detail())
                .startsWith("the value is not JSON: Unrecognized token 'pump'")
                .endsWith("; it looks like plain text; to read that as texts or items, set sluice.event.format=text");
        assertThat(ofJsonTopic(utf8("{\"v\": 1")).detail())
                .startsWith("the value is not JSON: Unexpected end-of-input")
                .doesNotContain("looks like");
    }

    @Test
    void inATopicOfTextTheReasonNamesTheByteAndTheEncoding() {
        byte[] latin1 = "Grüße".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(PlainTextDecoder.ofText(1000).decode(latin1, 0))
                .isEqualTo(new Malformed(
                        DeadLetterReason.NOT_UTF8,
                        "the value is not UTF-8 from byte 3 on; it looks like text in another encoding; write it in"
                                + " UTF-8"));
    }
}
