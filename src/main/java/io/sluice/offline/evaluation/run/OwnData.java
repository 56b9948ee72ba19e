package io.sluice.offline.evaluation.run;

import io.sluice.engine.EngineSettings;
import io.sluice.engine.ServingModel;
import io.sluice.recording.EventFields;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user says about own labelled data.
 *
 * @param fields the places of key and time
 * @param key the key of all rows; null if the rows have their own, or the file's name is the key
 * @param label the column or the JSON pointer of the label; null if incidents are given
 * @param incidents the file of incidents; null if the rows have labels
 * @param warmUp the number of first events of each key that are not scored; null to begin with the first event that the
 *     model judges
 * @param settings the settings of the engine, with the layout of events
 * @param model the model, with the settings of the scorer that count
 * @param properties the properties that the user set
 */
public record OwnData(
        EventFields fields,
        @Nullable String key,
        @Nullable String label,
        @Nullable Path incidents,
        @Nullable Integer warmUp,
        EngineSettings settings,
        ServingModel model,
        Map<String, String> properties) {
    public OwnData {
        properties = Map.copyOf(properties);
    }

    /** Returns the settings of the scorer that count. */
    public Map<String, Double> scoring() {
        return model.scoring();
    }
}
