package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.format.EventFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventBodyTest {
    private static List<String> events(String body, EventFormat format) {
        return EventBody.events(body.getBytes(StandardCharsets.UTF_8), format).stream()
                .map(event -> new String(event, StandardCharsets.UTF_8))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"value\": 1.50}", "{\"value\": 1", "\"text\"", "12", "nonsense"})
    void aBodyThatIsNoArrayIsOneEventAsItCame(String body) {
        assertThat(events(body, EventFormat.JSON)).containsExactly(body);
    }

    @Test
    void eachElementOfAnArrayKeepsItsBytes() {
        assertThat(events(
                        " [ {\"value\": 1.50, \"value\": 2},{\"é\":[1, {\"a\":\"]\"}]} , 7.10 ,\"x\\u00e9\", null ]\n",
                        EventFormat.JSON))
                .containsExactly(
                        "{\"value\": 1.50, \"value\": 2}",
                        "{\"é\":[1, {\"a\":\"]\"}]}",
                        "7.10",
                        "\"x\\u00e9\"",
                        "null");
    }

    @Test
    void textsAreStrings() {
        assertThat(events("\"so \\\"good\\\"\"", EventFormat.TEXT)).containsExactly("so \"good\"");
        assertThat(events("[\"a\", \"b\"]", EventFormat.TEXT)).containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|JSON|the body is empty",
                "' \n'|TEXT|the body is empty",
                "[]|JSON|the array is empty",
                "[]|TEXT|the array is empty",
                "[{\"a\":1}|JSON|the body is not JSON",
                "[{\"a\":1},,]|JSON|the body is not JSON",
                "[1] 2|JSON|the body goes on after its JSON",
                "text|TEXT|the body is not JSON",
                "{\"text\":\"a\"}|TEXT|an event of plain text is a JSON string",
                "[\"a\", 1]|TEXT|an event of plain text is a JSON string",
                "\"a\" \"b\"|TEXT|the body goes on after its JSON"
            })
    void whatIsNoListOfEventsIsAClearError(String body, EventFormat format, String message) {
        assertThatThrownBy(() -> events(body, format))
                .isInstanceOf(ApiError.class)
                .hasMessageStartingWith(message)
                .extracting(error -> ((ApiError) error).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @EnumSource(
            value = EventFormat.class,
            names = {"JSON", "TEXT"})
    void anotherEncodingIsRefused(EventFormat format) {
        byte[] utf16 = "[{\"value\":1},\"\u00e9\"]".getBytes(StandardCharsets.UTF_16LE);
        byte[] latin1 = "[\"\u00e9\"]".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> EventBody.events(utf16, format)).isInstanceOf(ApiError.class);
        assertThatThrownBy(() -> EventBody.events(latin1, format)).hasMessage("the body is not UTF-8");
    }
}
