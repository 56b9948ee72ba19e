package io.sluice.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.model.Manifest;
import io.sluice.model.Manifest.Input.Field;
import io.sluice.model.MissingCodes;
import io.sluice.model.ValueRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldSettingsTest {
    private static final String CELSIUS = "sluice.event.field.celsius";

    private static final Manifest.Input INPUT = new Manifest.Input.Numeric(
            List.of(
                    new Field(
                            "celsius", "/t", new ValueRange(0.0, 10.0), new MissingCodes(List.of(-1.0), List.of("-"))),
                    new Field("bar.abs", "/p")),
            List.of("celsius", "bar.abs"));

    private static Field field(int index, String... keysAndValues) {
        return settings(keysAndValues).apply(INPUT).fields().get(index);
    }

    private static FieldSettings settings(String... keysAndValues) {
        Map<String, String> properties = new HashMap<>(Map.of("sluice.model", "models/m"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return FieldSettings.of(FieldSettings.PREFIX, properties);
    }

    @Test
    void aSettingOverridesThatOfTheManifestAndNoOther() {
        Field celsius = field(0, CELSIUS + ".range", "-50, 150");
        assertThat(celsius.range()).isEqualTo(new ValueRange(-50.0, 150.0));
        assertThat(celsius.missing()).isEqualTo(new MissingCodes(List.of(-1.0), List.of("-")));
        assertThat(celsius.pointer()).isEqualTo("/t");
        assertThat(field(1, CELSIUS + ".range", "-50,150"))
                .isEqualTo(INPUT.fields().get(1));
    }

    @Test
    void aPointerOverridesThatOfTheManifest() {
        Field celsius = field(0, CELSIUS, "/reading/temp~1c");
        assertThat(celsius.pointer()).isEqualTo("/reading/temp~1c");
        assertThat(celsius.missing()).isEqualTo(new MissingCodes(List.of(-1.0), List.of("-")));
        assertThat(field(1, "sluice.event.field.bar.abs", "/x").pointer()).isEqualTo("/x");
        assertThat(field(0, CELSIUS, "").pointer()).isEqualTo("/celsius");
    }

    @Test
    void aTextOrAnItemHasAPointer() {
        FieldSettings settings = settings("sluice.event.field.text", "/message/body");
        assertThat(settings.apply(new Manifest.Input.Text("tokenizer.json", 4)).fields())
                .containsExactly(new Field("text", "/message/body"));
        assertThatThrownBy(() -> settings.apply(new Manifest.Input.Item("vocabulary.txt")))
                .hasMessageContaining("no field \"text\"; its fields are [item]");
    }

    @Test
    void codesAreNumbersOrStrings() {
        assertThat(field(0, CELSIUS + ".missing", "-9999, 65535,1e6,NaN,no data,\"-9999\",\"\"")
                        .missing())
                .isEqualTo(new MissingCodes(List.of(-9999.0, 65535.0, 1e6), List.of("NaN", "no data", "-9999", "")));
    }

    @Test
    void oneEndOfARangeMayBeOpen() {
        assertThat(field(0, CELSIUS + ".range", "0,").range()).isEqualTo(new ValueRange(0.0, null));
        assertThat(field(0, CELSIUS + ".range", ",1e3").range()).isEqualTo(new ValueRange(null, 1000.0));
    }

    @Test
    void anEmptyValueRemovesTheSettingOfTheManifest() {
        Field celsius = field(0, CELSIUS + ".range", "", CELSIUS + ".missing", " ");
        assertThat(celsius.range()).isNull();
        assertThat(celsius.missing()).isEqualTo(MissingCodes.NONE);
        assertThat(celsius.hasLimits()).isFalse();
    }

    @Test
    void aChannelsNameMayContainDots() {
        assertThat(field(1, "sluice.event.field.bar.abs.range", "0,9").range()).isEqualTo(new ValueRange(0.0, 9.0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "celsius.range   | 5          | the smallest and the largest reading",
                "celsius.range   | 5,6,7      | the smallest and the largest reading",
                "celsius.range   | cold,6     | \"cold\" is not a number",
                "celsius.range   | 6,5        | min must be smaller than max",
                "celsius.range   | NaN,5      | \"NaN\" is not a number",
                "celsius.range   | ,          | neither min nor max",
                "celsius.range   | 1e400,     | must be a finite number",
                "celsius.missing | -9999,,1   | a code is empty",
                "celsius.missing | 1e400      | is not a finite number",
                "celsius.rnage   | 5,6        | sluice.event.field.CHANNEL.range",
                "celsius         | reading/t  | a JSON pointer begins with",
                "celsius         | 5,6        | sluice.event.field.CHANNEL.missing",
                ".range          | 5,6        | names no channel",
                "range           | 5,6        | sluice.event.field.CHANNEL.range",
            })
    void aValueThatMakesNoSenseIsAnErrorThatNamesTheKey(String key, String value, String message) {
        assertThatThrownBy(() -> settings(FieldSettings.PREFIX + key, value))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(FieldSettings.PREFIX + key)
                .hasMessageContaining(message);
    }

    @Test
    void anUnknownChannelIsAnErrorThatNamesTheChannelsOfTheModel() {
        FieldSettings settings = settings("sluice.event.field.kelvin.missing", "-9999");
        assertThatThrownBy(() -> settings.apply(INPUT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sluice.event.field.kelvin.missing")
                .hasMessageContaining("no channel \"kelvin\"; its channels are [celsius, bar.abs]");
    }

    @Test
    void aModelOfTextsHasNoChannels() {
        FieldSettings settings = settings("sluice.event.field.text.missing", "n/a");
        assertThatThrownBy(() -> settings.apply(new Manifest.Input.Text("tokenizer.json", 4)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sluice.event.field.text.missing")
                .hasMessageContaining("input.kind is text, which has no channels");
    }
}
