package io.sluice.offline.training;

import io.sluice.model.Bundle;
import io.sluice.model.Manifest;
import io.sluice.offline.training.onnx.OnnxForm;
import io.sluice.offline.training.onnx.OnnxNetwork;
import io.sluice.offline.training.torchscript.Network;
import io.sluice.offline.training.torchscript.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The forms of a trained model. The bundle itself is TorchScript. Its folder {@value #ONNX} is a bundle of the same
 * network in ONNX, if there is one.
 *
 * <p>Both have the golden vectors of the TorchScript, so each load of the ONNX bundle compares the two. Their packed
 * states have the same layout. Their fingerprints differ, because they cover the weights file.
 */
final class BundleForms {
    static final String ONNX = "onnx";
    private static final String FILE = "model.onnx";

    private BundleForms() {}

    /**
     * Writes the ONNX bundle of a TorchScript bundle.
     *
     * @return which forms the model has, for people
     */
    static String write(Path folder, OnnxForm form) throws IOException {
        if (form instanceof OnnxForm.None none) {
            return "forms: PyTorch alone, no ONNX: " + none.reason();
        }
        Path onnx = folder.resolve(ONNX);
        write(Bundle.open(folder), ((OnnxForm.Written) form).network(), onnx);
        return "forms: " + folder + " runs on PyTorch, and " + onnx + ", the same network in ONNX, on ONNX Runtime";
    }

    private static void write(Bundle bundle, OnnxNetwork network, Path folder) throws IOException {
        Manifest manifest = bundle.manifest();
        boolean ids = !(manifest.input() instanceof Manifest.Input.Numeric);
        byte[] file = network.file(manifest.sizes(), ids, weights(bundle));
        bundle.with(folder, FILE, file).write(folder);
    }

    private static Map<String, Parameter> weights(Bundle bundle) throws IOException {
        try (Network network = Network.open(bundle.weights().readAllBytes())) {
            return network.parameters();
        }
    }
}
