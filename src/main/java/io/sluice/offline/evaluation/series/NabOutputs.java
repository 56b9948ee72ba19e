package io.sluice.offline.evaluation.series;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.Internal;
import io.sluice.model.Manifest;
import io.sluice.offline.evaluation.run.EvaluationException;
import java.util.List;

/** The positions of the inputs and outputs that NAB needs, in the rows of a model of one channel. */
@Internal
public final class NabOutputs {
    private static final String DEVIATION = "deviation.";

    private final int value;
    private final int surprise;
    private final int expected;
    private final NabVariant variant;
    private final List<String> deviations;
    private final List<Integer> places;

    /** @throws EvaluationException if the model has several channels, or no outputs surprise and expected */
    public NabOutputs(Manifest manifest) {
        List<String> outputs = manifest.outputNames();
        List<Manifest.Input.Field> fields = manifest.input().fields();
        String channel = fields.get(0).name();
        this.value = manifest.input().columns().indexOf(channel);
        this.surprise = outputs.indexOf("surprise");
        this.expected = outputs.indexOf("expected." + channel);
        this.variant = NabVariant.of(manifest.scoring().getOrDefault("surprise.weight", 1.0));
        this.deviations =
                outputs.stream().filter(name -> name.startsWith(DEVIATION)).toList();
        this.places = deviations.stream().map(outputs::indexOf).toList();
        if (fields.size() != 1 || value < 0 || surprise < 0 || expected < 0) {
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
                y.required(surprise).floatValue(),
                y.required(expected).floatValue(),
                places.stream().map(place -> y.required(place).floatValue()).toList());
    }
}
