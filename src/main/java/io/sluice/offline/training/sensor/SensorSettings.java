package io.sluice.offline.training.sensor;

import io.sluice.model.Manifest;
import io.sluice.offline.training.cell.CellChoice;
import io.sluice.offline.training.loop.CommonRecipe;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/**
 * The settings of a sensor model and of its training.
 *
 * @param common the keys that every recipe has
 * @param fields the channels: the columns of the files after {@code timestamp}, which events have at the top level
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
        List<Manifest.Input.Field> fields,
        boolean relations,
        int hidden,
        CellChoice choice,
        SurpriseKind surprise,
        int windowSteps,
        int laneSteps,
        Manifest.ScorerKind scorer,
        Map<String, Double> scoring) {
    SensorSettings {
        fields = List.copyOf(fields);
        scoring = Map.copyOf(scoring);
        if (relations && fields.size() == 1) {
            throw new ConfigException("relations is true, but channels has only one channel, "
                    + fields.get(0).name() + "; give at least two channels, or remove relations");
        }
    }

    /** Returns the names of the channels. */
    List<String> channels() {
        return fields.stream().map(Manifest.Input.Field::name).toList();
    }

    /** Returns the input of the manifest. */
    Manifest.Input.Numeric input() {
        return new Manifest.Input.Numeric(fields, module().columns());
    }

    /** Creates the module with these settings. */
    SensorModule module() {
        return new SensorModule(channels(), hidden, choice, relations, surprise);
    }
}
