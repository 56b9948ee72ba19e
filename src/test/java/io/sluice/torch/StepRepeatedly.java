package io.sluice.torch;

import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Steps a bundle many times and prints the growth of the process's resident memory in bytes. */
public final class StepRepeatedly {
    private static final int WARM_UP = 30_000;
    private static final int STEPS = 100_000;
    private static final Path RESIDENT = Path.of("/proc/self/status");

    private StepRepeatedly() {}

    public static void main(String[] args) throws IOException {
        try (StepModel model = LoadedBundle.open(Path.of(args[0]), "cpu").newStepModel(4)) {
            StepBatch batch = new StepBatch(model.sizes(), 4);
            batch.rows(4);
            step(model, batch, WARM_UP);
            long before = residentBytes();
            step(model, batch, STEPS);
            System.out.println(residentBytes() - before);
        }
    }

    private static void step(StepModel model, StepBatch batch, int steps) {
        for (int i = 0; i < steps; i++) {
            model.step(batch);
        }
    }

    private static long residentBytes() throws IOException {
        return Files.readAllLines(RESIDENT).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }
}
