package io.sluice.offline.training.sensor;

import io.sluice.model.Manifest;
import io.sluice.offline.training.cell.CellChoice;
import io.sluice.offline.training.loop.CommonRecipe;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;

/**
 * The settings of a sensor model and of its training.
 *
 * @param common the keys that every recipe has
 * @param channels the names of the channels, which are columns of the files
 * @param relations true if the channels are judged by their {@link Relations}
 * @param hidden the number of units of the recurrent cell for each channel
 * @param choice the recurrent cell
 * @param surprise the kind of surprise
 * @param windowSteps the number of steps between two updates, through which gradients flow back; the state is carried
 *     on
 * @param laneSteps the approximate number of rows in a training sequence; each sequence begins with a state of zeros
 * @param scorer the scorer of the model
 * @param scoring the settings of the scorer, which the manifest passes on
 */
record SensorSettings(
        CommonRecipe common,
        List<String> channels,
        boolean relations,
        int hidden,
        CellChoice choice,
        SurpriseKind surprise,
        int windowSteps,
        int laneSteps,
        Manifest.ScorerKind scorer,
        Map<String, Double> scoring) {
    SensorSettings {
        channels = List.copyOf(channels);
        if (channels.isEmpty()) {
            throw new ConfigException("channels is empty; give at least one column of the data");
        }
        if (Set.copyOf(channels).size() < channels.size()) {
            throw new ConfigException("channels has a name twice: " + channels + "; remove one of them");
        }
        scoring = Map.copyOf(scoring);
        if (relations && channels.size() == 1) {
            throw new ConfigException("relations is true, but channels has only one channel, " + channels.get(0)
                    + "; give at least two channels, or remove relations");
        }
    }

    /**
     * Returns the input of the manifest.
     *
     * @throws ConfigException if the recipe has settings of a channel that it does not list
     */
    Manifest.Input.Numeric input() {
        List<Manifest.Input.Field> fields =
                channels.stream().map(Manifest.Input.Field::new).toList();
        return (Manifest.Input.Numeric) common.layout().apply(new Manifest.Input.Numeric(fields, module().columns()));
    }

    /** Creates the module with these settings. */
    SensorModule module() {
        return new SensorModule(channels, hidden, choice, relations, surprise);
    }
}
