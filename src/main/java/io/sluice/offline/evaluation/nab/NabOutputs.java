package io.sluice.offline.evaluation.nab;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.Internal;
import io.sluice.model.Manifest;
import io.sluice.offline.evaluation.run.EvaluationException;
import java.util.List;

/** The names of the inputs and outputs that NAB needs, in the rows of a model of one channel. */
@Internal
public final class NabOutputs {
    private static final String DEVIATION = "deviation.";
    private static final String SURPRISE = "surprise";

    private final String value;
    private final String expected;
    private final NabVariant variant;
    private final List<String> deviations;

    /** @throws EvaluationException if the model has several channels, or no outputs surprise and expected */
    public NabOutputs(Manifest manifest) {
        List<String> outputs = manifest.outputNames();
        List<Manifest.Input.Field> fields = manifest.input().fields();
        this.value = fields.get(0).name();
        this.expected = "expected." + value;
        this.variant = NabVariant.of(manifest.scoring().getOrDefault("surprise.weight", 1.0));
        this.deviations =
                outputs.stream().filter(name -> name.startsWith(DEVIATION)).toList();
        if (fields.size() != 1
                || !manifest.input().columns().contains(value)
                || !outputs.containsAll(List.of(SURPRISE, expected))) {
            throw new EvaluationException("model " + manifest.name() + " has the outputs " + outputs
                    + "; to cross-validate on NAB, it must have one channel and the outputs surprise and expected");
        }
    }

    /** Returns the variant that the model itself is. */
    NabVariant variant() {
        return variant;
    }

    List<String> deviations() {
        return deviations;
    }

    /** Reads a prediction that includes the model's input and output. */
    NabRow row(JsonNode prediction) {
        JsonNode y = prediction.required("raw");
        return new NabRow(
                prediction.required("input").required(value).floatValue(),
                y.required(SURPRISE).floatValue(),
                y.required(expected).floatValue(),
                deviations.stream().map(name -> y.required(name).floatValue()).toList());
    }
}
