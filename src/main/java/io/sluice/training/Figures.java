package io.sluice.training;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/** What was measured of a model on some examples; the report shows it as JSON. */
interface Figures {
    /** The figures in a few words, for the terminal. */
    @JsonIgnore
    String summary();

    /** Why the model may have learned nothing: a sentence for each figure that is no better than a constant guess. */
    @JsonIgnore
    default List<String> doubts() {
        return List.of();
    }
}
