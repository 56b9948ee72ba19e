package io.sluice.offline.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.sluice.model.Sizes;
import io.sluice.offline.dataset.ClickSession;
import io.sluice.offline.training.cell.CellKind;
import io.sluice.offline.training.cell.RecurrentCell;
import io.sluice.offline.training.item.NextItemLearner;
import io.sluice.offline.training.item.NextItemRecipe;
import io.sluice.offline.training.item.TinyClicks;
import io.sluice.offline.training.sensor.SensorBundles;
import io.sluice.offline.training.sensor.SensorRecipe;
import io.sluice.offline.training.text.TextModule;
import io.sluice.offline.training.text.TextRecipe;
import io.sluice.offline.training.text.TextSettings;
import io.sluice.offline.training.text.TinySamples;
import io.sluice.offline.training.torchscript.Network;
import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.TorchScriptArchive;
import io.sluice.runtime.LoadedBundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every recurrent cell in each type of model that has one. */
class CellsInModelsTest {
    private static final int ROWS = 4;

    @TempDir
    private Path folder;

    /** Opening a bundle reproduces the golden vectors at several places in a batch. The sequence form recorded them. */
    @ParameterizedTest
    @EnumSource(CellKind.class)
    void aSensorModelGivesTheSameBitsAnywhereInABatch(CellKind kind) throws IOException {
        Map<String, String> keys = Map.of("cell", kind.key(), "cell.layers", "2", "cell.window", "8");
        SensorRecipe recipe = SensorBundles.recipe(List.of("value", "load"), 16, keys);
        SensorBundles.random(folder, recipe, 7);
        LoadedBundle bundle = LoadedBundle.open(folder, "cpu");
        assertThat(bundle.rowDifference()).isZero();
        RecurrentCell cell = new RecurrentCell(kind, 1, 16, 2, 8);
        try (Network network = Network.open(Files.readAllBytes(folder.resolve("model.pt")));
                NDManager arrays = network.newArrays()) {
            Sizes sizes = bundle.bundle().manifest().sizes();
            assertExplains(network, arrays.ones(new Shape(ROWS, sizes.input())), sizes, cell, 2);
        }
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void aTextModelStepsAndExplains(CellKind kind) throws IOException {
        Map<String, String> keys = TinySamples.recipe();
        keys.putAll(Map.of("cell", kind.key(), "cell.layers", "2", "cell.window", "8"));
        keys.putAll(Map.of("tokens", "6", "pairs", "11", "hidden", "16"));
        TextSettings settings = TextRecipe.of(keys).model();
        TextModule text = new TextModule(settings);
        SplittableRandom random = new SplittableRandom(1);
        List<Parameter> weights = new ArrayList<>(text.initialWeights(random));
        weights.add(Parameter.uniform("tokens", random, 1, 20, text.width()));
        weights.add(
                Parameter.uniform("pairs", random, 1, 11, 1 + settings.columns().pairColumns()));
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        TorchScriptArchive.write(archive, TextModule.CLASS_NAME, weights, text.methods());
        try (Network network = Network.open(archive.toByteArray());
                NDManager arrays = network.newArrays()) {
            NDArray x = arrays.ones(new Shape(ROWS, 6), DataType.INT64);
            assertExplains(network, x, text.sizes(), settings.choice().cell(1, 16), 1);
        }
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void aNextItemModelServesAndLearns(CellKind kind) throws IOException {
        Map<String, String> keys = Map.of("cell", kind.key(), "cell.layers", "2", "cell.window", "8");
        TinyClicks.bundle(folder, keys);
        assertThat(LoadedBundle.open(folder, "cpu").rowDifference()).isLessThan(1e-6);
        NextItemRecipe recipe = TinyClicks.recipe(keys);
        List<ClickSession> sessions = TinyClicks.sessions(60, 1);
        NextItemLearner learner = recipe.learner(sessions, 1);
        byte[] archive = Files.readAllBytes(folder.resolve("model.pt"));
        try (Network network = Network.open(archive);
                NDManager arrays = network.newArrays()) {
            NDArray x = arrays.ones(new Shape(ROWS, 1), DataType.INT64);
            RecurrentCell cell = recipe.model().choice().cell(1, recipe.model().hidden());
            assertExplains(network, x, recipe.model().module(12).sizes(), cell, 1);
        }
        NextItemRecipe brief = TinyClicks.recipe(with(keys, "epochs", "1"));
        assertThat(TinyClicks.train(learner, brief, sessions, folder)).isNotEqualTo(archive);
    }

    private static Map<String, String> with(Map<String, String> keys, String key, String value) {
        Map<String, String> more = new HashMap<>(keys);
        more.put(key, value);
        return more;
    }

    /**
     * Checks that {@code explain} gives the y and the state of {@code forward}, and gates from 0 to 1 with one number
     * for each unit of the cells of a row.
     */
    private static void assertExplains(Network network, NDArray x, Sizes sizes, RecurrentCell cell, int cellsInRow) {
        NDArray state = x.getManager().zeros(new Shape(ROWS, sizes.state()));
        state = network.call("forward", x, state).get(1);
        NDList step = network.call("forward", x, state);
        NDList explained = network.call("explain", x, state);
        assertThat(explained.get(0)).isEqualTo(step.get(0));
        assertThat(explained.get(1)).isEqualTo(step.get(1));
        NDList gates = explained.subNDList(2);
        assertThat(gates.stream().map(NDArray::getName)).containsExactlyInAnyOrderElementsOf(cell.gates());
        for (NDArray gate : gates) {
            int width = gate.getName().equals("attended") ? 8 : cell.hidden();
            assertThat(gate.getShape()).isEqualTo(new Shape(ROWS, 2L * width * cellsInRow));
            assertThat(gate.min().getFloat()).isBetween(0f, 1f);
            assertThat(gate.max().getFloat()).isBetween(0f, 1f);
        }
    }
}
