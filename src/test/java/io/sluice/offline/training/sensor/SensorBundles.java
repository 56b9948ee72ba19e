package io.sluice.offline.training.sensor;

import io.sluice.offline.training.cell.CellChoice;
import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.TorchScriptArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Sensor bundles with random weights, for tests that need other channels than the shipped bundle has. */
public final class SensorBundles {
    private SensorBundles() {}

    /** Writes a bundle named {@code random}. All weights are random, even the head, so that y depends on every part. */
    public static void random(Path folder, List<String> channels, int hidden, long seed) throws IOException {
        random(folder, recipe(channels, hidden, Map.of()), seed);
    }

    /** Writes a bundle of one channel with another cell. */
    public static void random(Path folder, String cell) throws IOException {
        random(folder, recipe(List.of("value"), 8, Map.of("cell", cell)), 3);
    }

    /** Writes a bundle of a recipe. */
    public static void random(Path folder, SensorRecipe recipe, long seed) throws IOException {
        SensorBundle.write(folder, recipe.sensor(), archive(recipe.sensor().module(), seed), 0);
    }

    static byte[] archive(List<String> channels, int hidden, long seed) throws IOException {
        return archive(new SensorModule(channels, hidden, CellChoice.GRU), seed);
    }

    static byte[] archive(SensorModule module, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<Parameter> weights = new ArrayList<>();
        for (Parameter weight : module.initialWeights(random)) {
            boolean head = weight.name().endsWith("_o");
            Integer[] shape = weight.shape().toArray(Integer[]::new);
            weights.add(head ? Parameter.uniform(weight.name(), random, 0.5, shape) : weight);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TorchScriptArchive.write(out, SensorModule.CLASS_NAME, weights, module.methods());
        return out.toByteArray();
    }

    /** Returns a recipe with these values and the keys {@code more}. */
    public static SensorRecipe recipe(List<String> channels, int hidden, Map<String, String> more) {
        Map<String, String> keys = new HashMap<>(keys(channels, hidden));
        keys.putAll(more);
        return SensorRecipe.of(keys);
    }

    /** Returns the keys of a recipe. */
    static Map<String, String> keys(List<String> channels, int hidden) {
        return Map.of(
                "recipe",
                SensorRecipe.TYPE,
                "name",
                "random",
                "channels",
                String.join(",", channels),
                "hidden",
                Integer.toString(hidden),
                "data.set",
                "none",
                "data.licence",
                "none");
    }
}
