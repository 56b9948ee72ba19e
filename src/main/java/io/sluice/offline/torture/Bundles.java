package io.sluice.offline.torture;

import io.sluice.offline.torture.plan.Poison;
import io.sluice.offline.torture.plan.Scenario;
import io.sluice.offline.torture.plan.Workload;
import io.sluice.offline.training.sensor.UntrainedGru;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The bundles of a torture. The instances of each scenario have a copy of their own, which may be damaged. */
final class Bundles {
    private static final int HIDDEN = 32;
    private static final String COPY = "bundle";

    private final Path given;
    private final Path folder;

    /**
     * Takes the places of bundles.
     *
     * @param given the folder with the bundles that come with Sluice
     * @param folder where those of the torture go
     */
    Bundles(Path given, Path folder) {
        this.given = given;
        this.folder = folder;
    }

    /** Returns the bundle of a workload, which nobody damages. */
    Path of(Workload workload) throws IOException {
        return switch (workload) {
            case READINGS, TEXTS, ITEMS -> given.resolve(workload.bundle());
            case FRAGILE -> written(workload, new UntrainedGru(HIDDEN, fragile())::writeTorchScript);
            case RUNS -> written(workload, new UntrainedGru(HIDDEN)::writeOnnx);
        };
    }

    /** Writes a bundle into a folder. */
    private interface BundleWriter {
        void write(Path folder) throws IOException;
    }

    private Path written(Workload workload, BundleWriter writer) throws IOException {
        Path bundle = folder.resolve(workload.bundle());
        if (!Files.exists(bundle)) {
            writer.write(bundle);
        }
        return bundle;
    }

    /** Copies the bundle of a scenario, and returns the copy. */
    Path copy(Scenario scenario) throws IOException {
        Path copy = Files.createDirectories(folder.resolve(scenario.name()).resolve(COPY));
        try (Stream<Path> files = Files.list(of(scenario.pipeline().workload()))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    /** Overwrites the weights of a scenario's copy in place, as a careless copy of another bundle would begin. */
    void damage(Scenario scenario) throws IOException {
        Path damaged = weights(folder.resolve(scenario.name()).resolve(COPY), scenario);
        Files.write(damaged, new byte[(int) Files.size(damaged)]);
    }

    /** Writes the weights of a scenario's copy again, in place. */
    void repair(Scenario scenario) throws IOException {
        Files.write(
                weights(folder.resolve(scenario.name()).resolve(COPY), scenario),
                Files.readAllBytes(weights(of(scenario.pipeline().workload()), scenario)));
    }

    private static Path weights(Path bundle, Scenario scenario) {
        return bundle.resolve(scenario.pipeline().workload() == Workload.RUNS ? "model.onnx" : "model.pt");
    }

    /** Statements that let a step fail for the readings of {@link Poison}. */
    private static List<String> fragile() {
        return List.of(
                "if bool(torch.any(torch.gt(x, " + Poison.NO_EXCEPTION + ".))):",
                "  ops.prim.RaiseException(\"poisoned\", \"builtins.ValueError\")",
                "else:",
                "  pass",
                "if bool(torch.any(torch.eq(x, " + Poison.SLOW + ".))):",
                "  big = torch.ones([1000, 1000])",
                "  for _0 in range(10):",
                "    big = torch.mul(torch.matmul(big, big), 0.001)",
                "else:",
                "  pass",
                "x = torch.add(x, torch.mul(torch.log(torch.sub(" + Poison.FINITE + "., x)), 0.))");
    }
}
