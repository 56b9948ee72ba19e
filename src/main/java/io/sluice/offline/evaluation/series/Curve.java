package io.sluice.offline.evaluation.series;

import io.sluice.Internal;
import java.util.List;

/**
 * A line in a picture of a series.
 *
 * @param name the name of the column or channel
 * @param values the reading of each row; NaN where it is missing
 */
@Internal
public record Curve(String name, List<Double> values) {
    public Curve {
        values = List.copyOf(values);
    }
}
