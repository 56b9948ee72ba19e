package io.sluice.offline.training.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.StepModel;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UntrainedGruTest {
    @Test
    void aNetworkIsABundleWhoseRowsDoNotDependOnEachOtherAndWhoseSurpriseIsScored(@TempDir Path folder)
            throws IOException {
        new UntrainedGru(16).writeTorchScript(folder);
        LoadedBundle bundle = LoadedBundle.open(folder, "cpu");
        assertThat(bundle.rowDifference()).isZero();
        assertThat(bundle.bundle().manifest().sizes().state()).isEqualTo(16);
        assertThat(bundle.bundle().manifest().channels()).hasSize(8);
        assertThat(bundle.bundle().golden().keys()).allSatisfy(key -> assertThat(key.y())
                .allSatisfy(y -> assertThat(y.get(0)).isPositive()));
    }

    @Test
    void aNetworkInOnnxHasTheOutputsOfItsTorchScriptAndTakesRuns(@TempDir Path folder) throws IOException {
        new UntrainedGru(16).writeOnnx(folder);
        LoadedBundle bundle = LoadedBundle.open(folder, "cpu");
        assertThat(bundle.engine()).startsWith("ONNX Runtime");
        assertThat(bundle.goldenDifference()).isLessThan(1e-5);
        assertThat(bundle.rowDifference()).isZero();
        assertThat(bundle.runDifference()).isZero();
        try (StepModel model = bundle.newStepModel(512)) {
            assertThat(model.longestRun()).isEqualTo(64);
        }
    }
}
