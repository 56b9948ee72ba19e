package io.sluice.offline.training;

import ai.djl.engine.Engine;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sluice.offline.training.loop.DataFile;
import io.sluice.offline.training.loop.Epoch;
import io.sluice.offline.training.loop.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a training went.
 *
 * @param recipe the keys and values of the recipe
 * @param data its files, and the number of examples that were learned and held back
 * @param environment what the weights' bits depend on beside the seed
 * @param training the epochs of the model that was written, and which of them it is
 * @param learned figures on the examples that it was trained on
 * @param held figures on those that chose its epoch
 * @param folds figures on examples that a model of the same recipe did not see
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TrainingReport<F extends Metrics>(
        Map<String, String> recipe,
        long seed,
        Data data,
        Map<String, String> environment,
        Course training,
        F learned,
        @Nullable F held,
        List<FoldResult<F>> folds) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** What was learned from. */
    record Data(int learned, int held, List<DataFile> files) {}

    /** How the model came to be. */
    record Course(int best, List<Epoch> epochs) {}

    /** The machine and the libraries as they are. */
    static Map<String, String> machine() {
        Map<String, String> found = new LinkedHashMap<>();
        found.put("java", System.getProperty("java.runtime.version"));
        found.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        found.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        found.put("pytorch", Engine.getEngine("PyTorch").getVersion());
        found.put("djl", Engine.getDjlVersion());
        found.put("threads", System.getProperty("ai.djl.pytorch.num_threads", "unset"));
        return found;
    }

    void write(Path file) throws IOException {
        Files.writeString(file, JSON.writeValueAsString(this) + "\n");
    }

    /** Beside the report, the picture of its losses: the same name, ending in {@code .svg}. */
    static Path picture(Path report) {
        String name = String.valueOf(report.getFileName());
        int dot = name.lastIndexOf('.');
        return report.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".svg");
    }
}
