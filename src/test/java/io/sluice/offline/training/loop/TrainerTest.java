package io.sluice.offline.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.sluice.model.Bundle;
import io.sluice.offline.training.torchscript.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.config.AbstractConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
    private static final List<Integer> LEARNED = List.of(0, 1, 2, 3, 4, 5);
    private static final List<Integer> HELD = List.of(6, 7);
    /** Three windows for each of the 6 training examples. */
    private static final int WINDOWS_PER_EPOCH = 18;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 7, WINDOWS_PER_EPOCH - 1, WINDOWS_PER_EPOCH, WINDOWS_PER_EPOCH + 2, 3 * WINDOWS_PER_EPOCH})
    void aResumedTrainingGivesTheWeightsOfAnUninterruptedOne(int windows) throws IOException {
        for (boolean sparse : new boolean[] {false, true}) {
            Path fresh = folder.resolve("fresh-" + sparse);
            Path ended = folder.resolve("ended-" + sparse);
            String whole = sha(train(sparse, 1, Map.of(), fresh, () -> false));
            assertThatThrownBy(() -> train(sparse, 1, Map.of(), ended, after(windows)))
                    .isInstanceOf(StoppedException.class)
                    .hasMessageContaining("--resume");
            TrainingResult resumed = train(sparse, 1, Map.of(), ended, () -> false);
            assertThat(sha(resumed)).isEqualTo(whole);
            assertThat(resumed.epochs()).hasSize(4);
        }
    }

    @Test
    void aTrainingStoppedAtEveryWindowStillEndsWithTheSameWeights() throws IOException {
        String whole = sha(train(true, 1, Map.of(), folder.resolve("fresh"), () -> false));
        TrainingResult resumed = null;
        int stops = 0;
        while (resumed == null) {
            try {
                resumed = train(true, 1, Map.of(), folder.resolve("ended"), () -> true);
            } catch (StoppedException e) {
                stops++;
            }
        }
        assertThat(stops).isEqualTo(4 * WINDOWS_PER_EPOCH);
        assertThat(sha(resumed)).isEqualTo(whole);
    }

    /** DJL reads arrays into buffers of Java, which the garbage collector frees. */
    @Test
    void garbageCollectionAfterAResumptionChangesNoWeight() throws IOException {
        String whole = sha(train(true, 1, Map.of(), folder.resolve("fresh"), () -> false));
        for (int stop = 1; stop < WINDOWS_PER_EPOCH; stop++) {
            Path ended = folder.resolve("ended-" + stop);
            BooleanSupplier after = after(stop);
            assertThatThrownBy(() -> train(true, 1, Map.of(), ended, after)).isInstanceOf(StoppedException.class);
            Trainer trainer = new Trainer(settings(Map.of()), 1, Quiet.beginning(System::gc), () -> false);
            assertThat(sha(train(trainer, true, Quiet.checkpoint(ended, 1)))).isEqualTo(whole);
        }
    }

    @Test
    void equalSeedsGiveEqualWeightsAndOtherSeedsGiveOthers() throws IOException {
        String first = sha(train(false, 1, Map.of(), folder.resolve("a"), () -> false));
        assertThat(sha(train(false, 1, Map.of(), folder.resolve("b"), () -> false)))
                .isEqualTo(first);
        assertThat(sha(train(false, 2, Map.of(), folder.resolve("c"), () -> false)))
                .isNotEqualTo(first);
    }

    @Test
    void aFinishedTrainingIsNotTrainedAgain() throws IOException {
        String whole = sha(train(false, 1, Map.of(), folder, () -> false));
        assertThat(sha(train(false, 1, Map.of(), folder, () -> true))).isEqualTo(whole);
    }

    @Test
    void aCheckpointOfAnotherSeedIsRefused() throws IOException {
        train(false, 1, Map.of(), folder, () -> false);
        assertThatThrownBy(() -> train(false, 2, Map.of(), folder, () -> false))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("--seed 1");
    }

    @Test
    void aCheckpointThatIsCutOffIsReported() throws IOException {
        train(false, 1, Map.of(), folder, () -> false);
        Path file = folder.resolve("all.checkpoint");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 2000));
        assertThatThrownBy(() -> train(false, 1, Map.of(), folder, () -> false))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("all.checkpoint is cut off");
    }

    @Test
    void rowsThatNoWindowReadsDoNotChange() throws IOException {
        byte[] trained = train(true, 1, Map.of(), folder, () -> false).archive();
        float[] before = table(new TinyLearner(true).initial());
        float[] after = table(trained);
        int width = before.length / TinyLearner.TABLE_ROWS;
        for (int row = 0; row < TinyLearner.TABLE_ROWS; row++) {
            boolean same = Arrays.equals(before, row * width, (row + 1) * width, after, row * width, (row + 1) * width);
            assertThat(same).as("row " + row).isEqualTo(row == 0 || row > 2 + LEARNED.size() - 1);
        }
    }

    @Test
    void theFirstUpdateOfSomeRowsEqualsThatOfTheWholeTable() throws IOException {
        assertThat(tableAfterOneUpdate(true)).isEqualTo(tableAfterOneUpdate(false));
    }

    private float[] tableAfterOneUpdate(boolean sparse) throws IOException {
        Path file = folder.resolve("first-" + sparse);
        assertThatThrownBy(() -> train(sparse, 1, Map.of("weight.decay", "0"), file, () -> true))
                .isInstanceOf(StoppedException.class);
        List<float[]> tables = new ArrayList<>();
        try (NDManager arrays = NDManager.newBaseManager()) {
            Quiet.checkpoint(file, 1)
                    .read(
                            arrays,
                            (progress, found) -> tables.add(found.get("weight:table")
                                    .concat(found.get("mean:table"))
                                    .toFloatArray()));
        }
        return tables.get(0);
    }

    @Test
    void theWeightsOfTheBestEpochAreKept() throws IOException {
        // The learning rate rises until the training diverges, so the best epoch is not the last one.
        Map<String, String> diverging =
                Map.of("learning.rate", "3", "warmup.share", "0.9", "epochs", "8", "patience", "3");
        TrainingResult trained = train(false, 1, diverging, folder, () -> false);
        double least = trained.epochs().stream()
                .mapToDouble(epoch -> epoch.validation())
                .min()
                .orElseThrow();
        assertThat(trained.epochs().get(trained.best() - 1).validation()).isEqualTo(least);
        assertThat(trained.epochs().size()).isEqualTo(trained.best() + 3).isLessThan(8);
        assertThat(validation(trained.archive())).isEqualTo(least);
    }

    private static double validation(byte[] archive) throws IOException {
        double sum = 0;
        int windows = 0;
        try (Network network = Network.open(archive);
                NDManager arrays = network.newArrays()) {
            for (List<Window> batch : new TinyLearner(false).batches(HELD).epoch(new SplittableRandom(1))) {
                NDList carried = new NDList();
                for (Window window : batch) {
                    Window.Result result = window.run(network, arrays, carried);
                    carried = result.carried();
                    sum += result.loss().getFloat();
                    windows++;
                }
            }
        }
        return sum / windows;
    }

    @Test
    void aLossThatIsNotFiniteIsReportedWithTheKeysToChange() {
        assertThatThrownBy(() -> train(false, 1, Map.of("learning.rate", "1e38"), folder, () -> false))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("not finite")
                .hasMessageContaining("learning.rate (now 1.0E38)");
    }

    private static String sha(TrainingResult trained) {
        return Bundle.sha256(trained.archive());
    }

    /** Returns true from the call number {@code windows} on. */
    private static BooleanSupplier after(int windows) {
        int[] calls = {0};
        return () -> ++calls[0] >= windows;
    }

    private static TrainingResult train(
            boolean sparse, long seed, Map<String, String> more, Path folder, BooleanSupplier stop) throws IOException {
        return train(new Trainer(settings(more), seed, Quiet.LISTENER, stop), sparse, Quiet.checkpoint(folder, seed));
    }

    private static TrainingResult train(Trainer trainer, boolean sparse, Checkpoint checkpoint) throws IOException {
        return trainer.train("all", new TinyLearner(sparse), LEARNED, HELD, checkpoint);
    }

    private static CommonRecipe settings(Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "recipe", "tiny",
                "name", "tiny",
                "epochs", "4",
                "weight.decay", "0.01",
                "warmup.share", "0.1",
                "validation.share", "0.25",
                "data.set", "numbers",
                "data.licence", "none"));
        properties.putAll(more);
        AbstractConfig config = CommonRecipe.parse(CommonRecipe.keys(), properties);
        return CommonRecipe.read(config);
    }

    private static float[] table(byte[] archive) throws IOException {
        try (Network network = Network.open(archive)) {
            NDArray table = network.weights().get("table");
            return table.toFloatArray();
        }
    }
}
