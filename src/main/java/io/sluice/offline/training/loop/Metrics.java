package io.sluice.offline.training.loop;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.sluice.Internal;
import java.util.List;

/** What was measured of a model on some examples; the report shows it as JSON. */
@Internal
public interface Metrics {
    /** The figures in a few words, for the terminal. */
    @JsonIgnore
    String summary();

    /** Why the model may have learned nothing: a sentence for each figure that is no better than a constant guess. */
    @JsonIgnore
    default List<String> doubts() {
        return List.of();
    }
}
