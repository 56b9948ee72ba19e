package io.sluice.cli.common;

import io.sluice.http.Gates;
import io.sluice.model.BundleException;
import io.sluice.runtime.LoadedBundle;
import io.sluice.state.KeyState;
import io.sluice.torch.Explainer;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows the gates of a PyTorch module. It loads the module again at the first question. It is thread-safe. */
final class ModuleGates implements Gates {
    private final LoadedBundle bundle;
    private @Nullable Explainer explainer;

    /** True if the module has no gates to show, or no event needs them any more. */
    private boolean closed;

    ModuleGates(LoadedBundle bundle) {
        this.bundle = bundle;
    }

    @Override
    public synchronized Optional<Map<String, Double>> of(@Nullable KeyState before, double[] row) {
        Explainer module = explainer();
        if (module == null) {
            return Optional.empty();
        }
        Map<String, Double> means = Explainer.means(module.gates(before == null ? null : before.packed(), row));
        return means.isEmpty() ? Optional.empty() : Optional.of(means);
    }

    private @Nullable Explainer explainer() {
        if (explainer == null && !closed) {
            try {
                explainer = bundle.newExplainer();
            } catch (BundleException e) {
                closed = true; // the module has no method explain, and the answer says null
            }
        }
        return explainer;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (explainer != null) {
            explainer.close();
            explainer = null;
        }
    }
}
