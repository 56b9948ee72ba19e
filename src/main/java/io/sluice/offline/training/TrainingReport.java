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
 * The report of a training, which is written as JSON.
 *
 * @param recipe the keys and values of the recipe
 * @param seed the seed of all random numbers
 * @param data the data files, and the numbers of training and validation examples
 * @param environment the machine and the libraries; together with the seed they determine the bits of the weights
 * @param training the epochs of the model that was written
 * @param learned the metrics on the training examples
 * @param held the metrics on the validation examples, which chose the best epoch; absent if none were held back
 * @param folds the results of the cross-validation: each fold was measured by a model that did not see it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TrainingReport<F extends Metrics>(
        Map<String, String> recipe,
        long seed,
        Data data,
        Map<String, String> environment,
        History training,
        F learned,
        @Nullable F held,
        List<FoldResult<F>> folds) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * The training data.
     *
     * @param learned the number of training examples
     * @param held the number of validation examples
     */
    record Data(int learned, int held, List<DataFile> files) {}

    /**
     * The epochs of a training.
     *
     * @param best the epoch whose weights were written, from 1
     */
    record History(int best, List<Epoch> epochs) {}

    /** Describes this machine and the versions of Java, PyTorch and DJL. */
    static Map<String, String> currentEnvironment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("java", System.getProperty("java.runtime.version"));
        environment.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        environment.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        environment.put("pytorch", Engine.getEngine("PyTorch").getVersion());
        environment.put("djl", Engine.getDjlVersion());
        environment.put("threads", System.getProperty("ai.djl.pytorch.num_threads", "unset"));
        return environment;
    }

    /** Writes the report as indented JSON. */
    void write(Path file) throws IOException {
        Files.writeString(file, JSON.writeValueAsString(this) + "\n");
    }

    /** Returns the file for the picture of the losses: the name of the report with the ending {@code .svg}. */
    static Path picture(Path report) {
        String name = String.valueOf(report.getFileName());
        int dot = name.lastIndexOf('.');
        return report.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".svg");
    }
}
