package io.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.event.TimestampUnit;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundleTest {
    private static final byte[] WEIGHTS = "not a model, but nobody executes it".getBytes(StandardCharsets.UTF_8);
    private static final Sizes SIZES = new Sizes(3, 8, 2);
    private static final ReferenceGruModel MODEL = ReferenceGruModel.random(SIZES, 1);

    @TempDir
    Path directory;

    @BeforeEach
    void writeBundle() throws IOException {
        Bundle.write(directory, BundleFixture.manifest(SIZES, WEIGHTS), WEIGHTS, BundleFixture.golden(MODEL));
    }

    @Test
    void aWrittenBundleIsRead() throws IOException {
        Bundle bundle = Bundle.open(directory);

        assertThat(bundle.manifest()).isEqualTo(BundleFixture.manifest(SIZES, WEIGHTS));
        assertThat(bundle.golden()).isEqualTo(BundleFixture.golden(MODEL));
        assertThat(bundle.weights().readAllBytes()).isEqualTo(WEIGHTS);
    }

    @Test
    void aFileThatChangesAfterwardsDoesNotChangeTheBundle() throws IOException {
        Bundle bundle = Bundle.open(directory);

        Files.writeString(directory.resolve("model.pt"), "other");

        assertThat(bundle.weights().readAllBytes()).isEqualTo(WEIGHTS);
    }

    @Test
    void aMissingFolderIsNamed() {
        assertThatThrownBy(() -> Bundle.open(directory.resolve("none")))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("none: there is no such folder");
        assertThatThrownBy(() -> Bundle.open(directory.resolve("model.json")))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("this is a file");
    }

    @Test
    void noFileMayBeMissingOrEmpty() throws IOException {
        for (String file : new String[] {"model.json", "model.pt", "golden.json"}) {
            byte[] content = Files.readAllBytes(directory.resolve(file));
            Files.delete(directory.resolve(file));
            refused("there is no " + file);
            Files.createFile(directory.resolve(file));
            refused(file + " is empty");
            Files.write(directory.resolve(file), content);
        }
        Bundle.open(directory);
    }

    @Test
    void weightsThatAreTooLargeAreRefused() throws IOException {
        try (RandomAccessFile weights =
                new RandomAccessFile(directory.resolve("model.pt").toFile(), "rw")) {
            weights.setLength(1L << 31); // sparse: it takes no space
        }
        refused("model.pt has 2147483648 bytes", "at most 2147483639 (2 GiB)");
    }

    @Test
    void changedWeightsAreRefused() throws IOException {
        byte[] altered = WEIGHTS.clone();
        altered[10] ^= 1;
        Files.write(directory.resolve("model.pt"), altered);

        refused("model.json says SHA-256 " + Bundle.sha256(WEIGHTS), "has " + Bundle.sha256(altered));
    }

    @Test
    void anUnknownFieldIsNamedTogetherWithTheKnownOnes() throws IOException {
        edit("model.json", "\"state\" : 8", "\"state\" : 8, \"hidden\" : 8");

        refused("model.json: unknown field \"sizes.hidden\"; known here are [input, output, state]");
    }

    @Test
    void anErrorOfJsonSyntaxNamesItsPlace() throws IOException {
        edit("model.json", "\"sizes\" : {", "\"sizes\" : {,");

        refused("model.json: not valid JSON (line 10, column");
    }

    @Test
    void repeatedFieldsAndTextAfterTheEndAreErrors() throws IOException {
        edit("model.json", "\"format\" : 1", "\"format\" : 1, \"format\" : 1");
        refused("model.json: not valid JSON", "Duplicate field 'format'");
        edit("model.json", "\"format\" : 1, \"format\" : 1", "\"format\" : 1");
        Files.writeString(directory.resolve("model.json"), Files.readString(directory.resolve("model.json")) + "{}");
        refused("model.json: ", "Trailing token");
    }

    @Test
    void anErrorOfTheManifestKeepsItsMessage() throws IOException {
        edit("model.json", "\"output\" : 2", "\"output\" : 3");

        refused("model.json: sizes.output is 3, but output names 2 elements");
    }

    @Test
    void aSizeThatDiffersFromTheGoldenVectorsIsRefused() throws IOException {
        edit("model.json", "\"state\" : 8", "\"state\" : 9");

        refused("model.json says state 9, golden.json has 8");
    }

    @Test
    void aGoldenVectorMustBeFinite() throws IOException {
        edit("golden.json", "\"state\" : [ ", "\"state\" : [ 1e39, ");

        refused("golden.json, key key-0 has a number in state that is not finite");
    }

    @Test
    void aNumberThatJsonDoesNotAllowIsNamedWithoutAdviceForProgrammers() throws IOException {
        edit("golden.json", "\"state\" : [ ", "\"state\" : [ NaN, ");

        assertThatThrownBy(() -> Bundle.open(directory)).message().endsWith("Non-standard token 'NaN'");
    }

    @Test
    void aSurpriseThatIsAlwaysNegativeIsRefused() throws IOException {
        GoldenVectors golden = BundleFixture.golden(MODEL);
        List<GoldenVectors.Sequence> below = golden.keys().stream()
                .map(key -> new GoldenVectors.Sequence(
                        key.key(), key.x(), Collections.nCopies(key.y().size(), List.of(-1f, 0f)), key.state()))
                .toList();
        new GoldenVectors(golden.tolerance(), below).write(directory.resolve("golden.json"));

        refused("golden.json has a surprise below 0 at every step");
    }

    @Test
    void aMessageIsOneLine() throws IOException {
        edit("model.json", "\"format\" : 1", "\"format\" : \"one\"");

        refused("model.json: the field \"format\" cannot be read (line 2, column");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "format" : 1          | "format" : "one"     | must be a whole number
                    "version" : "1.0.0"   | "version" : {}       | must be a string
                    "task" : "anomaly"    | "task" : "surprise"  | must be one of [anomaly, ranking, classification]
                    "sizes" : {           | "sizes" : 3, "x" : { | must be an object
                    "output" : [          | "output" : 3, "x" : [| must be an array
                    """)
    void aFieldOfAnotherTypeIsReportedWithTheNeededJsonType(String before, String after, String needed)
            throws IOException {
        edit("model.json", before, after);

        refused("model.json: the field ", needed);
    }

    @Test
    void aManifestMustBeAnObject() throws IOException {
        Files.writeString(directory.resolve("model.json"), "[]");

        refused("model.json: it must be an object");
    }

    @Test
    void theFingerprintChangesWithTheMeaningOfTheState() throws IOException {
        long before = Bundle.open(directory).fingerprint();
        edit("model.json", "\"version\" : \"1.0.0\"", "\"version\" : \"1.0.1\"");
        assertThat(Bundle.open(directory).fingerprint()).isEqualTo(before);

        edit("model.json", "\"gap.log_seconds\"", "\"time.day.sin\"");
        assertThat(Bundle.open(directory).fingerprint()).isNotEqualTo(before);
    }

    @Test
    void theFingerprintChangesWithTheNamesOfTheOutputs() throws IOException {
        long before = Bundle.open(directory).fingerprint();
        edit("model.json", "\"y1\"", "\"deviation.level\"");
        assertThat(Bundle.open(directory).fingerprint()).isNotEqualTo(before);
    }

    /** These say which values are readings. What a state remembers of readings means the same. */
    @Test
    void theFingerprintDoesNotDependOnTheValuesThatAreReadings() throws IOException {
        edit(
                "model.json",
                "\"pointer\" : \"/value\"",
                "\"pointer\" : \"/value\", \"range\" : {\"min\" : 0}, \"missing\" : [-9999, \"NaN\"]");
        Bundle limited = Bundle.open(directory);
        assertThat(limited.manifest().input().fields().get(0).readings())
                .isEqualTo("at least 0, but not -9999, \"NaN\"");
        assertThat(limited.fingerprint()).isEqualTo(FINGERPRINT);
    }

    @Test
    void readingsAreWrittenAsTheyWereRead() throws IOException {
        edit(
                "model.json",
                "\"pointer\" : \"/value\"",
                "\"pointer\" : \"/value\", \"range\" : {\"max\" : 1.5}, \"missing\" : [-9999, \"NaN\"]");
        Manifest manifest = Bundle.open(directory).manifest();
        BundleJson.write(directory.resolve("again.json"), manifest);
        assertThat(BundleJson.read(Files.readAllBytes(directory.resolve("again.json")), "again.json", Manifest.class))
                .isEqualTo(manifest);
    }

    @Test
    void theLayoutOfEventsIsWrittenAsItWasReadAndIsNoPartOfTheFingerprint() throws IOException {
        edit(
                "model.json",
                "\"columns\"",
                "\"timestamp\" : {\"pointer\" : \"/ts\", \"unit\" : \"seconds\"}, \"numbers_in_strings\" : true, \"columns\"");
        Bundle bundle = Bundle.open(directory);
        Manifest.Input.Numeric input =
                (Manifest.Input.Numeric) bundle.manifest().input();
        assertThat(input.timestamp()).isEqualTo(new TimestampField("/ts", TimestampUnit.SECONDS));
        assertThat(input.numbersInStrings()).isTrue();
        assertThat(bundle.fingerprint()).isEqualTo(FINGERPRINT);
        BundleJson.write(directory.resolve("again.json"), bundle.manifest());
        assertThat(BundleJson.read(Files.readAllBytes(directory.resolve("again.json")), "again.json", Manifest.class))
                .isEqualTo(bundle.manifest());
    }

    @Test
    void theFingerprintOfABundleNeverChanges() {
        assertThat(Bundle.open(directory).fingerprint()).isEqualTo(FINGERPRINT);
    }

    @ParameterizedTest
    @CsvSource({
        "machine-anomaly, -7325064128585798043",
        "next-item,        7713492700026174126",
        "number-words,     3176809570149249929",
        "sensor-anomaly,  -2917362572047896694",
        "sentiment,        2559625860362629456",
    })
    void theFingerprintsOfTheShippedBundlesNeverChange(String name, long fingerprint) {
        assertThat(Bundle.open(Path.of("models", name)).fingerprint()).isEqualTo(fingerprint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"machine-anomaly", "next-item", "number-words", "sensor-anomaly", "sentiment"})
    void theManifestOfAShippedBundleIsWrittenAsItWasRead(String name) throws IOException {
        Path shipped = Path.of("models", name, "model.json");

        BundleJson.write(
                directory.resolve("model.json"),
                BundleJson.read(Files.readAllBytes(shipped), "model.json", Manifest.class));

        assertThat(directory.resolve("model.json")).hasSameTextualContentAs(shipped);
    }

    /** Stored states contain the fingerprint: another value here would reset the states of all users. */
    private static final long FINGERPRINT = 1481835920486662293L;

    private void edit(String file, String from, String to) throws IOException {
        String content = Files.readString(directory.resolve(file));
        assertThat(content).contains(from);
        Files.writeString(directory.resolve(file), content.replaceFirst(Pattern.quote(from), to));
    }

    private void refused(String... parts) {
        assertThatThrownBy(() -> Bundle.open(directory))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("model " + directory + ": ")
                .hasMessageContainingAll(parts)
                .message()
                .doesNotContain("\n");
    }
}
