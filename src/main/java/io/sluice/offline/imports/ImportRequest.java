package io.sluice.offline.imports;

import io.sluice.model.Manifest;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a user says about a model file.
 *
 * @param input the fields of an event, and the rows x that they become
 * @param labels the labels of a classification, in the order of the logits; empty for other tasks
 * @param outputs the names of the elements of y; empty for the default of the task
 * @param state the size of the state; empty if the module says it
 * @param scorer the scorer of an anomaly model; null for the default
 */
public record ImportRequest(
        String name,
        String version,
        Manifest.Task task,
        Manifest.Input input,
        List<String> labels,
        List<String> outputs,
        OptionalInt state,
        Manifest.@Nullable ScorerKind scorer,
        Map<String, Double> scoring) {
    public ImportRequest {
        labels = List.copyOf(labels);
        outputs = List.copyOf(outputs);
        scoring = Map.copyOf(scoring);
    }
}
