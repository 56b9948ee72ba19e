package io.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.DamagedFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles that are damaged, that are too large, or that nobody allowed. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DamagedBundleTest {
    private static final byte[] WEIGHTS = "not a model, but nobody executes it".getBytes(StandardCharsets.UTF_8);
    private static final Sizes SIZES = new Sizes(3, 8, 2);
    private static final Manifest MANIFEST = BundleFixture.manifest(SIZES, WEIGHTS);

    @TempDir
    private Path directory;

    @BeforeEach
    void writeBundle() throws IOException {
        Bundle.write(directory, MANIFEST, WEIGHTS, BundleFixture.golden(ReferenceGruModel.random(SIZES, 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.json", "golden.json"})
    void aDamagedFileIsReadOrRefused(String file) throws IOException {
        new DamagedFiles(directory.resolve(file)).check(10_000, () -> Bundle.open(directory), BundleException.class);
    }

    @Test
    void aLineEndInANameDoesNotSplitTheMessage() throws IOException {
        Path manifest = directory.resolve("model.json");
        Files.writeString(manifest, Files.readString(manifest).replace("trained_on", "trained\\r\\n_on"));
        refused(AllowedDigests.ANY, "unknown field \"trained _on\"");
    }

    @ParameterizedTest
    @CsvSource({"model.json,4", "golden.json,64"})
    void aFileAboveItsLimitIsRefusedBeforeItIsRead(String file, int mebibytes) throws IOException {
        try (RandomAccessFile large =
                new RandomAccessFile(directory.resolve(file).toFile(), "rw")) {
            large.setLength((long) (mebibytes << 20) + 1); // sparse: it takes no space
        }
        refused(AllowedDigests.ANY, "(" + mebibytes + " MiB)");
    }

    @Test
    void aListedBundleIsOpened() throws IOException {
        String manifest = Bundle.sha256(Files.readAllBytes(directory.resolve("model.json")));
        for (String digest : List.of(manifest, Bundle.sha256(WEIGHTS))) {
            AllowedDigests allowed = AllowedDigests.of(List.of("0".repeat(64), digest));
            assertThat(Bundle.open(directory, allowed).manifest()).isEqualTo(MANIFEST);
        }
    }

    @Test
    void aBundleThatIsNotListedIsRefusedBeforeItsWeightsAreRead() throws IOException {
        Files.delete(directory.resolve("model.pt"));
        AllowedDigests others = AllowedDigests.of(List.of("0".repeat(64)));
        refused(others, "sluice.model.sha256 lists neither the SHA-256 of model.json, ");
        refused(others, Bundle.sha256(WEIGHTS));
    }

    @Test
    void weightsThatPretendToBeListedAreRefused() throws IOException {
        Files.writeString(directory.resolve("model.pt"), "others");
        refused(AllowedDigests.of(List.of(Bundle.sha256(WEIGHTS))), "model.json says SHA-256 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../model.pt", "/etc/passwd", "..\\\\model.pt", ".", "..", ".hidden"})
    void aNameThatLeavesTheFolderIsRefused(String name) throws IOException {
        Path manifest = directory.resolve("model.json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"model.pt\"", "\"" + name + "\""));
        refused(AllowedDigests.ANY, "it must be the name of a file in the bundle's folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1048577", "2147483647"})
    void aRowOfAnImpossibleWidthIsRefused(String width) throws IOException {
        Path manifest = directory.resolve("model.json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"state\" : 8", "\"state\" : " + width));
        refused(AllowedDigests.ANY, "sizes.state is " + width + "; Sluice takes at most 1048576");
    }

    private void refused(AllowedDigests allowed, String message) {
        assertThatThrownBy(() -> Bundle.open(directory, allowed))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }
}
