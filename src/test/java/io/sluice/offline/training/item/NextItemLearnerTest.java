package io.sluice.offline.training.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sluice.offline.dataset.ClickSession;
import io.sluice.offline.training.cell.CellChoice;
import io.sluice.offline.training.loop.DataFile;
import io.sluice.offline.training.loop.Evidence;
import io.sluice.offline.training.loop.TrainingException;
import io.sluice.offline.training.loop.Window;
import io.sluice.offline.training.torchscript.Network;
import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.TorchScriptArchive;
import io.sluice.runtime.LoadedBundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NextItemLearnerTest {
    private static final List<ClickSession> SESSIONS = TinyClicks.sessions(300, 1);
    private static final int ITEMS = 12;

    @TempDir
    private static Path folder;

    private static NextItemRecipe recipe;
    private static NextItemLearner learner;
    private static NextItemModule module;
    private static ItemIds ids;
    private static byte[] archive;

    @BeforeAll
    static void train() throws IOException {
        recipe = TinyClicks.recipe(Map.of());
        learner = recipe.learner(SESSIONS, 1);
        ids = new ItemIds(SESSIONS);
        module = recipe.model().module(ITEMS);
        archive = TinyClicks.train(learner, recipe, SESSIONS, folder.resolve("first"));
    }

    /** Steps the module from zeros through item ids. Returns the output and the state after the last of them. */
    private static List<float[]> run(byte[] weights, String method, long... clicks) throws IOException {
        try (Network network = Network.open(weights);
                NDManager arrays = network.newArrays()) {
            NDArray state = arrays.zeros(new Shape(1, module.sizes().state()));
            NDList result = new NDList();
            for (long click : clicks) {
                result = network.call(method, arrays.create(new long[] {click}, new Shape(1, 1)), state);
                state = result.get(1);
            }
            return List.of(result.get(0).toFloatArray(), result.get(1).toFloatArray());
        }
    }

    private static long id(String item) {
        return ids.of(item);
    }

    private static String best(String... clicks) throws IOException {
        long[] all = Arrays.stream(clicks).mapToLong(NextItemLearnerTest::id).toArray();
        return ids.items().get((int) run(archive, "forward", all).get(0)[0] - 1);
    }

    @Test
    void anItemThatTwoClicksDetermineIsLearned() throws IOException {
        for (int first = 0; first < TinyClicks.KINDS; first++) {
            for (int second = 0; second < TinyClicks.KINDS; second++) {
                assertThat(best("a-" + first, "b-" + second)).isEqualTo("c-" + (first + second) % TinyClicks.KINDS);
            }
        }
    }

    @Test
    void theCellAloneLearnsItAndTheCountsDoNot() throws IOException {
        NextItemMetrics found = learner.measure(archive, TinyClicks.sessions(200, 2));
        assertThat(found.cell().reciprocalRank()).isCloseTo(found.reciprocalRank(), within(0.1));
        assertThat(found.counts().reciprocalRank()).isLessThan(0.8 * found.reciprocalRank());
    }

    @Test
    void aMarkovChainDoesNotLearnIt() throws IOException {
        List<ClickSession> others = TinyClicks.sessions(200, 2);
        NextItemMetrics found = learner.measure(archive, others);
        ItemPairs pairs =
                ItemPairs.count(PairRule.NEXT, SESSIONS.stream().map(ids::of).toList(), ITEMS);
        double reciprocals = 0;
        for (ClickSession session : others) {
            int[] clicks = ids.of(session);
            for (int next = 1; next < clicks.length; next++) {
                int from = clicks[next - 1];
                float weight = pairs.weight(from, clicks[next]);
                int[] above = {0};
                pairs.forEach(from, (to, other) -> above[0] += other > weight ? 1 : 0);
                reciprocals += 1.0 / (1 + above[0]);
            }
        }
        assertThat(found.predictions()).isEqualTo(400);
        assertThat(found.recall()).isEqualTo(1);
        assertThat(found.reciprocalRank()).isGreaterThan(reciprocals / 400 + 0.15);
    }

    @Test
    void theSameLastClickAfterADifferentPastGivesADifferentRanking() throws IOException {
        assertThat(best("a-0", "b-1")).isNotEqualTo(best("a-1", "b-1"));
    }

    @Test
    void onlyItemsHaveProbabilitiesAndTheyAddUpToOne() throws IOException {
        float[] all = run(archive, "probabilities", id("a-1"), 0, id("b-2")).get(0);
        assertThat(all).hasSize(module.rows());
        double sum = 0;
        for (int row = 0; row < all.length; row++) {
            sum += all[row];
            assertThat(all[row]).isBetween(0f, row >= 1 && row <= ITEMS ? 1f : 0f);
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
    }

    @Test
    void theRankingHasTheProbabilitiesInDescendingOrder() throws IOException {
        float[] all = run(archive, "probabilities", id("a-1"), id("b-2")).get(0);
        float[] y = run(archive, "forward", id("a-1"), id("b-2")).get(0);
        assertThat(y).hasSize(2 * ITEMS);
        Set<Integer> ranked = new HashSet<>();
        for (int rank = 0; rank < ITEMS; rank++) {
            ranked.add((int) y[rank]);
            assertThat(Math.exp(y[ITEMS + rank])).isCloseTo(all[(int) y[rank]], within(1e-6));
            assertThat(rank == 0 || y[ITEMS + rank] <= y[ITEMS + rank - 1]).isTrue();
        }
        assertThat(ranked).hasSize(ITEMS).doesNotContain(0);
    }

    @Test
    void theRankingOfALargeCatalogueEqualsSortingAllOfIt() throws IOException {
        NextItemModule large = new NextItemModule(5_000, CellChoice.GRU.cell(8, 8), 8, 1, 64, 0);
        SplittableRandom random = new SplittableRandom(3);
        double[] popularity = random.doubles(5_001, 0.1, 1).toArray();
        List<Parameter> parameters = new ArrayList<>(large.initialWeights(popularity, random));
        parameters.add(Parameter.zeros("rules", large.rows(), 2));
        parameters.add(Parameter.zeros("weights", large.rows(), 2));
        parameters.add(Parameter.zeros("support", large.rows(), 1));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TorchScriptArchive.write(out, NextItemModule.CLASS_NAME, parameters, large.methods());
        try (Network network = Network.open(out.toByteArray());
                NDManager arrays = network.newArrays()) {
            NDArray x = arrays.create(new long[] {7}, new Shape(1, 1));
            NDArray state = arrays.zeros(new Shape(1, large.sizes().state()));
            float[] all = network.call("probabilities", x, state).get(0).toFloatArray();
            float[] y = network.call("forward", x, state).get(0).toFloatArray();
            float[] sorted = all.clone();
            Arrays.sort(sorted);
            for (int rank = 0; rank < 64; rank++) {
                assertThat(all[(int) y[rank]]).isEqualTo(sorted[sorted.length - 1 - rank]);
            }
        }
    }

    @Test
    void theModuleMovesTheRingAsTrainingDoes() throws IOException {
        RecentItems ring = new RecentItems(module.recent());
        SplittableRandom random = new SplittableRandom(5);
        long[] clicks = random.longs(60, 0, ITEMS + 1).toArray();
        try (Network network = Network.open(archive);
                NDManager arrays = network.newArrays()) {
            NDArray state = arrays.zeros(new Shape(1, module.sizes().state()));
            for (long click : clicks) {
                ring.click((int) click);
                NDArray x = arrays.create(new long[] {click}, new Shape(1, 1));
                state = network.call("forward", x, state).get(1);
                for (int place = 0; place < module.recent(); place++) {
                    assertThat(state.toFloatArray()[module.cellStateSize() + place])
                            .isEqualTo(ring.at(place));
                }
            }
        }
    }

    @Test
    void theTrainingLossIsThatOfTheServedProbabilities() throws IOException {
        // The session was not counted, and all items are drawn.
        NextItemRecipe whole = TinyClicks.recipe(Map.of("samples", "1000", "lanes", "1"));
        NextItemLearner all = whole.learner(SESSIONS, 1);
        List<ClickSession> one = List.of(new ClickSession("x", List.of("a-1", "c-2", "a-1", "nothing", "c-2", "b-0")));
        long[] clicks = Arrays.stream(ids.of(one.get(0))).asLongStream().toArray();
        double expected = 0;
        for (int next : List.of(1, 2, 4, 5)) {
            float[] served =
                    run(archive, "probabilities", Arrays.copyOf(clicks, next)).get(0);
            expected -= Math.log(served[(int) clicks[next]]) / 4;
        }
        try (Network network = Network.open(archive);
                NDManager arrays = network.newArrays()) {
            Window window = all.batches(one)
                    .epoch(new SplittableRandom(1))
                    .iterator()
                    .next()
                    .get(0);
            assertThat(window.targets()).isEqualTo(4);
            assertThat((double) window.run(network, arrays, new NDList()).loss().getFloat())
                    .isCloseTo(expected, within(1e-4));
        }
    }

    @Test
    void aWindowContinuesFromTheStateOfTheOneBefore() throws IOException {
        assertThat(loss("1")).isCloseTo(loss("20"), within(1e-4));
    }

    /** Returns the sum of the losses of a session's targets, in windows of this number of steps. */
    private static double loss(String steps) throws IOException {
        List<ClickSession> one = List.of(new ClickSession("x", List.of("a-1", "b-2", "c-3")));
        List<Window> windows = TinyClicks.recipe(Map.of("samples", "1000", "window.steps", steps))
                .learner(SESSIONS, 1)
                .batches(one)
                .epoch(new SplittableRandom(1))
                .iterator()
                .next();
        double sum = 0;
        try (Network network = Network.open(archive);
                NDManager arrays = network.newArrays()) {
            NDList carried = new NDList();
            for (Window window : windows) {
                Window.Result result = window.run(network, arrays, carried);
                carried = result.carried();
                sum += result.loss().getFloat() * window.targets();
            }
        }
        return sum;
    }

    @Test
    void theSameSeedGivesTheSameBundle() throws IOException {
        byte[] again = TinyClicks.train(recipe.learner(SESSIONS, 1), recipe, SESSIONS, folder.resolve("again"));
        assertThat(again).isEqualTo(archive);
    }

    @Test
    void thePipelineOpensTheWrittenBundle() throws IOException {
        Path bundle = folder.resolve("bundle");
        Files.createDirectories(bundle);
        learner.write(
                bundle,
                archive,
                new Evidence<>(
                        1,
                        List.of(new DataFile("train_sessions.txt", 900, "0".repeat(64))),
                        List.of(),
                        learner.measure(archive, SESSIONS),
                        null));
        LoadedBundle opened = LoadedBundle.open(bundle, "cpu");
        assertThat(opened.rowDifference()).isZero();
        assertThat(Objects.requireNonNull(opened.bundle().vocabulary()).id("a-0"))
                .isEqualTo(id("a-0"));
        assertThat(bundle.resolve("README.md")).content().contains("900 clicks of `tiny`", "96 bytes");
    }

    @Test
    void aHiddenSizeThatIsNotAMultipleOfEightIsRejected() {
        assertThatThrownBy(() -> TinyClicks.recipe(Map.of("hidden", "20")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("hidden is 20");
    }

    @Test
    void theFolderMustHaveOneFileOrTheRecipeMustNameFiles() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        assertThatThrownBy(() -> recipe.read(data))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("0 files end in .txt");
        Files.writeString(data.resolve("some.txt"), "a b\nb\nc d\nd e\n");
        assertThat(recipe.read(data).examples()).hasSize(4);
        Files.writeString(data.resolve("more.tsv"), "SessionId\tItemId\tTime\n1\tx\t3\n");
        assertThatThrownBy(() -> recipe.read(data))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("2 files end in .txt or .tsv");
        NextItemRecipe half = TinyClicks.recipe(Map.of("data.files", "some.txt", "data.share", "0.5"));
        assertThat(half.read(data).examples())
                .extracting(ClickSession::items)
                .containsExactly(List.of("a", "b"), List.of("b"));
        assertThatThrownBy(() ->
                        TinyClicks.recipe(Map.of("data.files", "none.txt")).read(data))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("none.txt: the file does not exist");
    }
}
