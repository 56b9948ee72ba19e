package io.sluice.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes how a training went, as JSON. */
final class TrainingReport {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private TrainingReport() {}

    static <F extends Figures> void write(
            Path file,
            Map<String, String> recipe,
            List<DataFile> data,
            Evidence<F> evidence,
            Trained trained,
            List<Measured<F>> folds)
            throws IOException {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("recipe", recipe);
        report.put("seed", evidence.seed());
        report.put("data", data);
        report.put("epochs", trained.epochs());
        report.put("best", trained.best());
        report.put("learned", evidence.learned());
        report.put("held", evidence.held());
        report.put("folds", folds);
        Files.writeString(file, JSON.writeValueAsString(report) + "\n");
    }
}
