package io.sluice.recording;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads labels that say whether a row is anomalous. Upper and lower case count the same. */
public final class AnomalyLabel {
    /** The values for people. */
    public static final String VALUES =
            "for an anomalous row give 1, true, t, yes or y, and for a normal one 0, false, f, no or n";

    private static final List<String> ANOMALOUS = List.of("1", "1.0", "true", "t", "yes", "y");
    private static final List<String> NORMAL = List.of("0", "0.0", "false", "f", "no", "n");

    private AnomalyLabel() {}

    /** Returns true for an anomalous row, false for a normal one, and empty if the label says neither. */
    public static Optional<Boolean> parse(String label) {
        String text = label.strip().toLowerCase(Locale.ROOT);
        if (ANOMALOUS.contains(text)) {
            return Optional.of(true);
        }
        return NORMAL.contains(text) ? Optional.of(false) : Optional.empty();
    }
}
