package io.sluice.offline.bench;

import io.sluice.config.SluiceConfig;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the process of one run is told.
 *
 * @param name the application id, and the topic of the predictions
 * @param input the topic of the events
 * @param model the folder of the bundle
 * @param folder the folder of the states
 * @param warmUp the number of events before the measured ones
 * @param events the number of measured events; 0 to serve events until the process is stopped
 * @param predictionBytes the size of a prediction of the variant that makes its own
 * @param outputs outputs of the model for the events of one key, for the model that replays them
 */
public record ServedRun(
        String bootstrapServers,
        String name,
        String input,
        Variant variant,
        SluiceConfig.StateStore store,
        String model,
        String folder,
        int warmUp,
        int events,
        int predictionBytes,
        List<List<Float>> outputs) {
    public ServedRun {
        outputs = outputs.stream().map(List::copyOf).toList();
    }

    /**
     * Returns the settings of the pipeline: those that name its parts, the layout of the events, and else the defaults
     * of {@code sluice run}.
     *
     * @param channels the channels of the model
     */
    SluiceConfig config(List<String> channels) {
        Map<String, String> properties = PipelineProperties.of(
                bootstrapServers, name, input, store.name().toLowerCase(Locale.ROOT), channels);
        properties.put("state.dir", folder);
        properties.put(SluiceConfig.MODEL, model);
        properties.put(SluiceConfig.BATCH_ROWS, Integer.toString(Math.max(1, variant.batchRows())));
        return new SluiceConfig(properties);
    }
}
