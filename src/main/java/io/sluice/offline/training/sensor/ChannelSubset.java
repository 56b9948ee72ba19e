package io.sluice.offline.training.sensor;

import ai.djl.ndarray.NDArray;
import io.sluice.model.Bundle;
import io.sluice.model.Manifest;
import io.sluice.offline.training.Recipes;
import io.sluice.offline.training.loop.TrainingException;
import io.sluice.offline.training.torchscript.Network;
import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.TorchScriptArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A bundle of a sensor model for fewer channels than it was trained on: every channel is stepped by the same weights,
 * so they serve any number.
 */
public final class ChannelSubset {
    private ChannelSubset() {}

    /**
     * Writes model.pt, model.json and golden.json.
     *
     * @param trained a bundle's folder, with the {@code recipe.properties} that it was made from
     * @param channels the names of those of its channels that are left
     * @param folder where to write
     */
    public static void write(Path trained, List<String> channels, Path folder) throws IOException {
        Bundle bundle = Bundle.open(trained);
        Map<String, String> keys = new HashMap<>(Recipes.properties(trained.resolve("recipe.properties")));
        keys.put("channels", String.join(",", channels));
        SensorRecipe recipe = SensorRecipe.of(keys);
        int files = bundle.manifest().trainedOn().stream()
                .mapToInt(Manifest.TrainedOn::files)
                .max()
                .orElse(0);
        SensorBundle.write(folder, recipe, archive(bundle, recipe.cell()), files);
    }

    private static byte[] archive(Bundle bundle, SensorModule cell) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InputStream weights = bundle.weights();
                Network network = Network.open(weights.readAllBytes())) {
            Map<String, NDArray> learned = network.weights();
            List<Parameter> parameters = cell.initialWeights(new SplittableRandom(0)).stream()
                    .map(parameter -> SensorModule.learns(parameter.name()) ? of(learned, parameter) : parameter)
                    .toList();
            TorchScriptArchive.write(out, SensorModule.CLASS_NAME, parameters, cell.methods());
        }
        return out.toByteArray();
    }

    private static Parameter of(Map<String, NDArray> learned, Parameter parameter) {
        NDArray values = learned.get(parameter.name());
        if (values == null) {
            throw new TrainingException("the weights lack " + parameter.name() + ", which the recipe's cell has");
        }
        return new Parameter(parameter.name(), parameter.shape(), values.toFloatArray());
    }
}
