package io.sluice.config;

import io.sluice.Internal;
import java.util.Objects;

/** The first cause of a failure, in the words of whoever found it. */
@Internal
public final class RootCause {
    private RootCause() {}

    /** Returns the message of the first cause, or the name of its class if it has none. */
    public static String message(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Objects.requireNonNullElse(root.getMessage(), root.getClass().getSimpleName());
    }
}
