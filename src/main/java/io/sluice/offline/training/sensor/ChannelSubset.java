package io.sluice.offline.training.sensor;

import ai.djl.ndarray.NDArray;
import io.sluice.model.Bundle;
import io.sluice.model.Manifest;
import io.sluice.offline.training.loop.TrainingException;
import io.sluice.offline.training.recipe.RecipeFile;
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
 * Writes a bundle of a sensor model for fewer channels than it was trained on. The same weights step every channel, so
 * they fit any number of channels.
 */
public final class ChannelSubset {
    private ChannelSubset() {}

    /**
     * Writes model.pt, model.json and golden.json.
     *
     * @param trained the folder of a bundle, with the {@code recipe.properties} from which it was trained
     * @param channels the names of the channels to keep
     * @param folder the folder to write
     */
    public static void write(Path trained, List<String> channels, Path folder) throws IOException {
        Bundle bundle = Bundle.open(trained);
        Map<String, String> keys = new HashMap<>(RecipeFile.read(trained.resolve("recipe.properties")));
        keys.put("channels", String.join(",", channels));
        SensorSettings settings = SensorRecipe.of(keys).sensor();
        int files = bundle.manifest().trainedOn().stream()
                .mapToInt(Manifest.TrainedOn::files)
                .max()
                .orElse(0);
        SensorBundle.write(folder, settings, archive(bundle, settings.module()), files);
    }

    private static byte[] archive(Bundle bundle, SensorModule module) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InputStream weights = bundle.weights();
                Network network = Network.open(weights.readAllBytes())) {
            Map<String, NDArray> trained = network.weights();
            List<Parameter> parameters = module.initialWeights(new SplittableRandom(0)).stream()
                    .map(parameter ->
                            SensorModule.learns(parameter.name()) ? trainedParameter(trained, parameter) : parameter)
                    .toList();
            TorchScriptArchive.write(out, SensorModule.CLASS_NAME, parameters, module.methods());
        }
        return out.toByteArray();
    }

    private static Parameter trainedParameter(Map<String, NDArray> trained, Parameter parameter) {
        NDArray values = trained.get(parameter.name());
        if (values == null) {
            throw new TrainingException("model.pt has no weight " + parameter.name()
                    + ", but the cell of recipe.properties needs it; use the recipe from which the model was trained");
        }
        return new Parameter(parameter.name(), parameter.shape(), values.toFloatArray());
    }
}
