package io.sluice.offline.evaluation.nab;

import java.util.List;

/**
 * A row with the outputs of a sensor model of one channel.
 *
 * @param value the reading
 * @param surprise the surprise of the reading
 * @param expected the forecast of the reading
 * @param deviations the deviations, in the model's order
 */
record NabRow(float value, float surprise, float expected, List<Float> deviations) {
    NabRow {
        deviations = List.copyOf(deviations);
    }
}
