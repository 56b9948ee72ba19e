package io.sluice.score.profile;

import io.sluice.model.BundleException;
import java.util.Map;

/**
 * The settings of a {@link ProfileScorer}, from the manifest's {@code scoring}.
 *
 * @param silentEvents the number of a key's first events that score 0
 * @param open the score that opens an incident
 * @param close the score of a single event below which the event is calm
 * @param quiet the number of calm events in a row that closes an incident
 */
public record ProfileSettings(int silentEvents, float open, float close, int quiet) {
    public ProfileSettings {
        if (silentEvents < 0) {
            throw new BundleException("scoring says silent.events " + silentEvents + "; it must be at least 0");
        }
        if (!(0 < close && close <= open && open < 1) || quiet < 1) {
            throw new BundleException("scoring says open " + open + ", close " + close + ", quiet " + quiet
                    + "; set 0 < close <= open < 1 and quiet >= 1");
        }
    }

    /** Reads the settings of a manifest; a missing one has its default. */
    public static ProfileSettings of(Map<String, Double> scoring) {
        return new ProfileSettings(
                scoring.getOrDefault("silent.events", 500.0).intValue(),
                scoring.getOrDefault("open", 0.55).floatValue(),
                scoring.getOrDefault("close", 0.5).floatValue(),
                scoring.getOrDefault("quiet", 20.0).intValue());
    }
}
