package io.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that the schemas and the code accept and refuse the same files. */
class SchemaTest {
    private static final String MANIFEST = """
            {"format": 1, "name": "gru-3", "version": "1.0.0", "task": "anomaly",
             "weights": {"file": "model.pt", "sha256": "%s"},
             "sizes": {"input": 2, "state": 4, "output": 2},
             "input": {"kind": "numeric", "fields": [{"name": "value"}], "columns": ["value", "value.missing"]},
             "output": [{"name": "surprise"}, {"name": "forecast.value"}],
             "scoring": {"threshold": 0.9},
             "trained_on": [{"set": "nab", "licence": "MIT", "files": 3}]}
            """.formatted("0a".repeat(32));

    private static final String ITEMS = """
            {"format": 1, "name": "next-item", "version": "1.0.0", "task": "ranking",
             "weights": {"file": "model.pt", "sha256": "%s"},
             "sizes": {"input": 1, "state": 8, "output": 2},
             "input": {"kind": "item", "fields": [{"name": "item", "pointer": "/item"}], "vocabulary": "vocabulary.txt"},
             "output": [{"name": "item.1"}, {"name": "score.1"}]}
            """.formatted("0a".repeat(32));

    private static final String GOLDEN = golden();

    @Test
    void aFullManifestIsAccepted() {
        assertManifest(true, MANIFEST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\": \"value\"}                  | {\"name\": \"value\", \"pointer\": \"/a/b\"}",
                "{\"name\": \"value\"}                  | {\"name\": \"value\", \"range\": {\"min\": -50, \"max\": 150.5}}",
                "{\"name\": \"value\"}                  | {\"name\": \"value\", \"range\": {\"min\": 0}}",
                "{\"name\": \"value\"}                  | {\"name\": \"value\", \"range\": {\"max\": 0, \"min\": null}}",
                "{\"name\": \"value\"}                  | {\"name\": \"value\", \"range\": null, \"missing\": null}",
                "{\"name\": \"value\"}                  | {\"name\": \"value\", \"missing\": [-9999, 1.5, \"NaN\", \"\"]}",
                "{\"name\": \"value\"}                  | {\"name\": \"value\", \"missing\": []}",
                "\"columns\"                           | \"timestamp\": {\"pointer\": \"/ts\", \"unit\": \"seconds\"}, \"columns\"",
                "\"columns\"                           | \"timestamp\": {\"unit\": \"iso\"}, \"columns\"",
                "\"columns\"                           | \"timestamp\": null, \"numbers_in_strings\": null, \"columns\"",
                "\"columns\"                           | \"numbers_in_strings\": true, \"columns\"",
                ", \"files\": 3                         | ``",
                "\"scoring\": {\"threshold\": 0.9},     | ``",
                "0.9                                    | 1",
                "\"task\": \"anomaly\"                  | \"task\": \"classification\"",
                "\"kind\": \"numeric\", \"fields\": [{\"name\": \"value\"}], \"columns\": [\"value\", \"value.missing\"] | \"kind\": \"text\", \"tokenizer\": \"tokenizer.json\", \"tokens\": 2",
                "\"kind\": \"numeric\", \"fields\": [{\"name\": \"value\"}], \"columns\": [\"value\", \"value.missing\"] | \"kind\": \"text\", \"fields\": [{\"name\": \"body\"}], \"tokenizer\": \"t\", \"tokens\": 2",
            })
    void theSchemaAndTheCodeAccept(String from, String to) {
        assertManifest(true, replaced(MANIFEST, from, to));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"format\": 1                    | \"format\": 2",
                "\"format\": 1,                   | ``",
                "\"format\": 1                    | \"format\": \"1\"",
                "\"format\": 1                    | \"format\": null",
                "\"name\": \"gru-3\",             | ``",
                "gru-3                            | a/b",
                "\"version\": \"1.0.0\"           | \"version\": \" \"",
                "\"version\": \"1.0.0\"           | \"version\": 1",
                "anomaly                          | anomalies",
                "\"task\": \"anomaly\"            | \"task\": 0",
                "0a0a0a                           | 0A0A0A",
                "model.pt                         | ../model.pt",
                "model.pt                         | a/model.pt",
                "\"state\": 4                     | \"state\": 0",
                "\"state\": 4                     | \"state\": 4.5",
                "\"state\": 4                     | \"state\": 4, \"hidden\": 4",
                ", \"output\": 2                  | ``",
                "\"format\": 1                    | \"format\": 1, \"more\": true",
                "\"kind\": \"numeric\",           | ``",
                "\"kind\": \"numeric\"            | \"kind\": \"image\"",
                "\"kind\": \"numeric\"            | \"kind\": \"text\"",
                "\"kind\": \"numeric\"            | \"kind\": \"item\"",
                "\"kind\": \"numeric\"            | \"kind\": \"numeric\", \"tokens\": 3",
                "\"kind\": \"numeric\", \"fields\": [{\"name\": \"value\"}], \"columns\": [\"value\", \"value.missing\"] | \"kind\": \"text\", \"tokenizer\": \"a/b\", \"tokens\": 2",
                "\"kind\": \"numeric\", \"fields\": [{\"name\": \"value\"}], \"columns\": [\"value\", \"value.missing\"] | \"kind\": \"text\", \"tokenizer\": \"t\", \"tokens\": 0",
                "\"kind\": \"numeric\", \"fields\": [{\"name\": \"value\"}], \"columns\": [\"value\", \"value.missing\"] | \"kind\": \"text\", \"tokenizer\": \"t\"",
                "\"kind\": \"numeric\", \"fields\": [{\"name\": \"value\"}], \"columns\": [\"value\", \"value.missing\"] | \"kind\": \"text\", \"fields\": [{\"name\": \"a\"}, {\"name\": \"b\"}], \"tokenizer\": \"t\", \"tokens\": 2",
                "\"kind\": \"numeric\" | \"kind\": \"text\", \"tokenizer\": \"t\", \"tokens\": 2",
                "[{\"name\": \"value\"}]          | []",
                "[{\"name\": \"value\"}]          | [null]",
                "{\"name\": \"value\"}            | {\"name\": \"value\", \"pointer\": \"value\"}",
                "{\"name\": \"value\"}            | {\"name\": \"value\"}, {\"name\": \"value\"}",
                "{\"name\": \"value\"}            | {\"name\": \"value\", \"range\": {}}",
                "{\"name\": \"value\"}            | {\"name\": \"value\", \"range\": {\"min\": null}}",
                "{\"name\": \"value\"}            | {\"name\": \"value\", \"range\": [0, 1]}",
                "{\"name\": \"value\"}            | {\"name\": \"value\", \"range\": {\"min\": \"0\"}}",
                "{\"name\": \"value\"}            | {\"name\": \"value\", \"range\": {\"low\": 0}}",
                "{\"name\": \"value\"}            | {\"name\": \"value\", \"missing\": -9999}",
                "{\"name\": \"value\"}            | {\"name\": \"value\", \"missing\": [true]}",
                "{\"name\": \"value\"}            | {\"name\": \"value\", \"missing\": [null]}",
                "{\"name\": \"value\"}            | {\"name\": \"value\", \"missing\": [[1]]}",
                "\"kind\": \"numeric\", \"fields\": [{\"name\": \"value\"}], \"columns\": [\"value\", \"value.missing\"] | \"kind\": \"text\", \"fields\": [{\"name\": \"a\", \"range\": {\"min\": 0}}], \"tokenizer\": \"t\", \"tokens\": 2",
                "\"kind\": \"numeric\", \"fields\": [{\"name\": \"value\"}], \"columns\": [\"value\", \"value.missing\"] | \"kind\": \"text\", \"fields\": [{\"name\": \"a\", \"missing\": [\"-\"]}], \"tokenizer\": \"t\", \"tokens\": 2",
                "forecast.value                   | surprise",
                "{\"name\": \"surprise\"}         | {}",
                "{\"name\": \"surprise\"}         | null",
                "0.9                              | \"0.9\"",
                "0.9                              | null",
                "\"licence\": \"MIT\",            | ``",
                "\"columns\"                           | \"timestamp\": {\"pointer\": \"ts\"}, \"columns\"",
                "\"columns\"                           | \"timestamp\": {\"unit\": \"hours\"}, \"columns\"",
                "\"columns\"                           | \"timestamp\": \"/ts\", \"columns\"",
                "\"columns\"                           | \"numbers_in_strings\": \"yes\", \"columns\"",
            })
    void theSchemaAndTheCodeRefuse(String from, String to) {
        assertManifest(false, replaced(MANIFEST, from, to));
    }

    @Test
    void aManifestOfItemsIsAccepted() {
        assertManifest(true, ITEMS);
        assertManifest(
                true,
                replaced(ITEMS, "\"kind\": \"item\",", "\"kind\": \"item\", \"timestamp\": {\"pointer\": \"/ts\"},"));
        assertManifest(true, replaced(ITEMS, "\"fields\": [{\"name\": \"item\", \"pointer\": \"/item\"}], ", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"input\": 1         | \"input\": 2",
                "{\"name\": \"item\", | {\"name\": \"other\"}, {\"name\": \"item\",",
                "{\"name\": \"item\", | {\"missing\": [\"-\"], \"name\": \"item\",",
                ", \"vocabulary\": \"vocabulary.txt\" | ``",
                "vocabulary.txt     | a/vocabulary.txt",
                "\"kind\": \"item\",  | \"kind\": \"item\", \"columns\": [\"item\"],",
                "\"kind\": \"item\",  | \"kind\": \"item\", \"tokens\": 1,",
                "\"kind\": \"item\",  | \"kind\": \"item\", \"numbers_in_strings\": true,",
            })
    void theSchemaAndTheCodeRefuseAManifestOfItems(String from, String to) {
        assertManifest(false, replaced(ITEMS, from, to));
    }

    @Test
    void onlyTheCodeComparesFields() {
        String json = replaced(MANIFEST, "\"input\": 2", "\"input\": 3");

        assertThat(valid("model.schema.json", json)).isTrue();
        assertThatThrownBy(() -> BundleJson.read(bytes(json), "model.json", Manifest.class))
                .hasMessage("model.json: sizes.input is 3, but input.columns names 2 columns");
    }

    @Test
    void onlyTheCodeComparesTheEndsOfARange() {
        String json = replaced(
                MANIFEST, "{\"name\": \"value\"}", "{\"name\": \"value\", \"range\": {\"min\": 5, \"max\": 2.5}}");

        assertThat(valid("model.schema.json", json)).isTrue();
        assertThatThrownBy(() -> BundleJson.read(bytes(json), "model.json", Manifest.class))
                .hasMessage("model.json: input.fields[0].range: the range has min 5 and max 2.5; min must be smaller"
                        + " than max");
    }

    @Test
    void fullGoldenVectorsAreAccepted() {
        assertGolden(true, GOLDEN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"keys\"               | {\"tolerance\": {\"cpu\": {\"absolute\": 0, \"relative\": 1e-3}}, \"keys\"",
                "{\"keys\"               | {\"tolerance\": null, \"keys\"",
                "{\"keys\"               | {\"texts\": [{\"text\": \"a b\", \"ids\": [1, 2]}, {\"text\": \"\", \"ids\": []}], \"keys\"",
            })
    void theSchemaAndTheCodeAcceptGoldenVectors(String from, String to) {
        assertGolden(true, replaced(GOLDEN, from, to));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"keys\"               | {\"tolerance\": {\"tpu\": {}}, \"keys\"",
                "{\"keys\"               | {\"texts\": [{\"text\": \"a b\"}], \"keys\"",
                "{\"keys\"               | {\"texts\": [{\"text\": \"a b\", \"ids\": [0.5]}], \"keys\"",
                "{\"keys\"               | {\"tolerance\": {\"cpu\": {\"absolute\": -1, \"relative\": 0}}, \"keys\"",
                "{\"keys\"               | {\"tolerance\": {\"cpu\": {\"absolute\": 0}}, \"keys\"",
                "\"state\":[0.5]         | \"state\":[1e39]",
                "\"state\":[0.5]         | \"state\":[null]",
                "\"state\":[0.5]         | \"state\":[\"NaN\"]",
                "\"state\":[0.5]         | \"states\":[0.5]",
                "[[1.5],                 | [",
                "\"keys\":[              | \"key\":[",
            })
    void theSchemaAndTheCodeRefuseGoldenVectors(String from, String to) {
        assertGolden(false, replaced(GOLDEN, from, to));
    }

    @Test
    void writtenFilesFitTheSchemas(@TempDir Path directory) throws IOException {
        byte[] weights = {1, 2, 3};
        Sizes sizes = new Sizes(3, 4, 2);
        GoldenVectors golden = BundleFixture.golden(ReferenceGruModel.random(sizes, 5));

        Bundle.write(directory, BundleFixture.manifest(sizes, weights), weights, golden);

        assertThat(valid("model.schema.json", Files.readString(directory.resolve("model.json"))))
                .isTrue();
        assertThat(valid("golden.schema.json", Files.readString(directory.resolve("golden.json"))))
                .isTrue();
    }

    private static void assertManifest(boolean accepted, String json) {
        assertThat(valid("model.schema.json", json)).as("schema").isEqualTo(accepted);
        assertThat(readable("model.json", Manifest.class, json)).as("code").isEqualTo(accepted);
    }

    private static void assertGolden(boolean accepted, String json) {
        assertThat(valid("golden.schema.json", json)).as("schema").isEqualTo(accepted);
        assertThat(readable("golden.json", GoldenVectors.class, json))
                .as("code")
                .isEqualTo(accepted);
    }

    private static boolean readable(String file, Class<?> type, String json) {
        try {
            BundleJson.read(bytes(json), file, type);
            return true;
        } catch (BundleException e) {
            assertThat(e).message().startsWith(file).doesNotContain("\n");
            return false;
        }
    }

    private static boolean valid(String name, String json) {
        try (InputStream schema = Objects.requireNonNull(Bundle.class.getResourceAsStream(name))) {
            JsonSchema compiled = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(schema);
            return compiled.validate(json, InputFormat.JSON).isEmpty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String replaced(String json, String from, String to) {
        int at = json.indexOf(from);
        assertThat(at).as(from).isNotNegative();
        return json.substring(0, at) + to + json.substring(at + from.length());
    }

    private static String golden() {
        String rows = "[" + "[1.5],".repeat(19) + "[2]]";
        String key = "{\"key\":\"a\",\"x\":" + rows + ",\"y\":" + rows + ",\"state\":[0.5]}";
        return "{\"keys\":[" + key + "," + key + "," + key + "]}";
    }
}
