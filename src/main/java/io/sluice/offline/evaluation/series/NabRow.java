package io.sluice.offline.evaluation.series;

import java.util.List;

/**
 * What a sensor model of one channel says of a row.
 *
 * @param value the reading
 * @param expected what had been forecast of it
 * @param deviations in the model's order
 */
record NabRow(float value, float surprise, float expected, List<Float> deviations) {
    NabRow {
        deviations = List.copyOf(deviations);
    }
}
