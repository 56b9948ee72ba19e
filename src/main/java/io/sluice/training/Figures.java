package io.sluice.training;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** What was measured of a model on some examples; the report shows it as JSON. */
interface Figures {
    /** The figures in a few words, for the terminal. */
    @JsonIgnore
    String summary();
}
