package io.sluice.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.event.Decoded;
import io.sluice.event.NumericEvent;
import io.sluice.event.TimestampUnit;
import io.sluice.model.Manifest;
import io.sluice.model.TimestampField;
import io.sluice.schema.NoSchemas;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutSettingsTest {
    private static final Manifest.Input.Numeric INPUT = new Manifest.Input.Numeric(
            List.of(new Manifest.Input.Field("temp_c"), new Manifest.Input.Field("bar")), List.of("temp_c", "bar"));
    private static final Map<String, String> OWN = Map.of(
            "sluice.event.field.temp_c", "/reading/temp_c",
            "sluice.event.field.bar", "/reading/pressure/0",
            "sluice.event.timestamp", "/reading/ts",
            "sluice.event.timestamp.unit", "seconds",
            "sluice.event.numbers.in.strings", "true");

    private static LayoutSettings settings(Map<String, String> properties) {
        return LayoutSettings.of(LayoutSettings.PREFIX, properties);
    }

    private static NumericEvent decode(EventFormat format, String key, String json) {
        Decoded decoded = format.decoder(settings(OWN).apply(INPUT), key, 1000, NoSchemas.NONE)
                .decode(
                        json.getBytes(StandardCharsets.UTF_8),
                        new RecordHeaders()
                                .add("ce_specversion", bytes("1.0"))
                                .add("ce_id", bytes("1"))
                                .add("ce_source", bytes("/plant"))
                                .add("ce_type", bytes("reading")),
                        5);
        return (NumericEvent) decoded;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void everyPartOfAnEventIsReadWhereTheSettingsSay() {
        String json = """
                {"machine": {"id": "m-1"}, "reading": {"ts": 1772323200, "temp_c": "21.5", "pressure": [3]}}
                """;
        for (EventFormat format : List.of(EventFormat.JSON, EventFormat.CLOUDEVENTS)) {
            NumericEvent event = decode(format, "/machine/id", json);
            assertThat(event.key()).isEqualTo("m-1");
            assertThat(event.timestamp()).isEqualTo(1_772_323_200_000L);
            assertThat(event.channel(0)).isEqualTo(21.5f);
            assertThat(event.channel(1)).isEqualTo(3f);
        }
    }

    @Test
    void theSameWordsWithoutThePrefixAreThoseOfARecipe() {
        Manifest.Input input = LayoutSettings.of("", Map.of("timestamp", "/ts", "field.bar", "/p", "epochs", "3"))
                .apply(INPUT);
        assertThat(input.timestamp()).isEqualTo(new TimestampField("/ts", TimestampUnit.AUTO));
        assertThat(input.fields().get(1).pointer()).isEqualTo("/p");
    }

    @Test
    void whatIsNotSetStaysAsInTheManifest() {
        Manifest.Input manifest = settings(OWN).apply(INPUT);
        assertThat(settings(Map.of("sluice.event.timestamp", "/other")).apply(manifest))
                .isEqualTo(manifest.with(manifest.fields(), new TimestampField("/other", TimestampUnit.SECONDS)));
        assertThat(LayoutSettings.NONE.apply(manifest)).isSameAs(manifest);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sluice.event.timestamp          | ts      | it must be a JSON pointer",
                "sluice.event.timestamp.unit     | hours   | it must be one of auto, iso, seconds, millis, micros, nanos",
                "sluice.event.numbers.in.strings | yes     | it must be true or false",
            })
    void aValueThatMakesNoSenseIsAnErrorThatNamesTheKey(String key, String value, String message) {
        assertThatThrownBy(() -> settings(Map.of(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "sluice.event.field.bar,/timestamp",
        "sluice.event.field.bar,/temp_c",
        "sluice.event.field.bar,/temp_c/deep",
        "sluice.event.timestamp,/bar"
    })
    void pointersThatExcludeEachOtherAreAnErrorThatNamesTheKey(String key, String pointer) {
        assertThatThrownBy(() -> settings(Map.of(key, pointer)).apply(INPUT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining("names the value of another field");
    }

    @Test
    void textsHoldNoNumbersAndPlainTextHasNoFields() {
        Manifest.Input.Text text = new Manifest.Input.Text("tokenizer.json", 4);
        assertThatThrownBy(() -> settings(Map.of("sluice.event.numbers.in.strings", "true"))
                        .apply(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sluice.event.numbers.in.strings: the model's input.kind is text");
        assertThatThrownBy(() -> settings(OWN).requireFieldsIn(EventFormat.TEXT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sluice.event.timestamp")
                .hasMessageContaining("sluice.event.format is text, whose records have no fields");
    }

    @Test
    void eventsOfPeopleMayBeTextsToo() {
        Manifest.Input.Text text = new Manifest.Input.Text("tokenizer.json", 4);
        assertThat(LayoutSettings.byName(text).apply(text).fields())
                .extracting(Manifest.Input.Field::pointer)
                .containsExactly("/text");
        assertThat(LayoutSettings.byName(INPUT).apply(INPUT).fields())
                .extracting(Manifest.Input.Field::pointer)
                .containsExactly("/temp_c", "/bar");
    }
}
