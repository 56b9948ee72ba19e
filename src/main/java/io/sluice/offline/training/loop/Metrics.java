package io.sluice.offline.training.loop;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.sluice.Internal;
import java.util.List;

/** The metrics of a model on a set of examples. The report shows them as JSON. */
@Internal
public interface Metrics {
    /** Returns the metrics in one short line, for the terminal. */
    @JsonIgnore
    String summary();

    /** Returns a warning for each metric that is no better than that of a constant prediction. */
    @JsonIgnore
    default List<String> doubts() {
        return List.of();
    }
}
