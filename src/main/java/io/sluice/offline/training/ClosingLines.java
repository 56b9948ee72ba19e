package io.sluice.offline.training;

import io.sluice.model.Manifest;
import io.sluice.offline.training.loop.Evidence;
import io.sluice.offline.training.loop.Metrics;
import java.nio.file.Path;
import java.util.List;

/**
 * The last lines of a training: what was made and where, how good it is, and which commands come next.
 *
 * @param folder the folder of the bundle
 * @param manifest the manifest of the bundle, which says where an event has its time
 * @param data the data of the training, which say where an event has its key
 */
record ClosingLines(Path folder, Manifest manifest, TrainingData data) {
    /** @param evidence the metrics of the model */
    List<String> of(Evidence<? extends Metrics> evidence) {
        return List.of(
                "made: model " + manifest.name() + " " + manifest.version() + ", which " + purpose() + ", in " + folder,
                quality(evidence),
                "next, with labels of yours: ./sluice evaluate --model " + folder + " " + labelled()
                        + data.fileOptions(),
                "next, without labels: ./sluice score FILE --model " + folder + data.fileOptions()
                        + " --out scored.csv",
                "next, in a pipeline: set sluice.model=" + folder
                        + data.keyPointer()
                                .map(key -> " and sluice.event.key=" + key)
                                .orElse("")
                        + " in its properties, and start ./sluice run");
    }

    private static String quality(Evidence<? extends Metrics> evidence) {
        Metrics held = evidence.held();
        String learned = evidence.learned().summary();
        return held == null
                ? "quality on the data that it learned from: " + learned
                        + ". No data was held back, so new data may give worse figures."
                : "quality on data that was held back: " + held.summary() + ". On the data that it learned from: "
                        + learned + ".";
    }

    private String purpose() {
        return switch (manifest.task()) {
            case ANOMALY -> "finds anomalies in " + String.join(", ", manifest.channels());
            case CLASSIFICATION -> "labels events";
            case RANKING -> "ranks the next items of a visit";
        };
    }

    private String labelled() {
        return manifest.task() == Manifest.Task.RANKING
                ? "--format sessions --data FOLDER"
                : "--format csv --data FILE --label COLUMN";
    }
}
