package io.sluice.offline.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;

/** What went wrong while reading, in one line. */
final class Problems {
    private Problems() {}

    static String line(IOException problem) {
        return problem instanceof JsonProcessingException broken ? broken.getOriginalMessage() : problem.toString();
    }
}
