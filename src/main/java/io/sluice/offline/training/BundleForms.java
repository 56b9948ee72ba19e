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
        if (form instanceof OnnxForm.Written written) {
            Bundle bundle = Bundle.open(folder);
            Map<String, Parameter> weights = weights(bundle);
            return OnnxNetwork.fits(weights)
                    ? write(bundle, written.network(), weights)
                    : torchScriptAlone("an ONNX file holds less than 2 GiB of weights");
        }
        return torchScriptAlone(((OnnxForm.None) form).reason());
    }

    private static Map<String, Parameter> weights(Bundle bundle) throws IOException {
        try (Network network = Network.open(bundle.weights().readAllBytes())) {
            return network.parameters();
        }
    }

    private static String write(Bundle bundle, OnnxNetwork network, Map<String, Parameter> weights)
            throws IOException {
        Manifest manifest = bundle.manifest();
        Path folder = bundle.directory().resolve(ONNX);
        boolean ids = !(manifest.input() instanceof Manifest.Input.Numeric);
        bundle.with(folder, FILE, network.file(manifest.sizes(), ids, weights)).write(folder);
        return "forms: " + bundle.directory() + " runs on PyTorch, and " + folder
                + ", the same network in ONNX, on ONNX Runtime";
    }

    private static String torchScriptAlone(String reason) {
        return "forms: PyTorch alone, no ONNX: " + reason;
    }
}
