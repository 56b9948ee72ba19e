package io.sluice.score;

import io.sluice.model.BundleException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The settings of an anomaly model's scorer, from the manifest's {@code scoring}.
 *
 * @param open the score that opens an incident
 * @param close the score below which an event of an open incident is calm
 * @param quiet the number of calm events in a row that closes an incident
 * @param hold the largest number of events of an incident that stay out of the past
 * @param surpriseWeight the factor of the surprise's rarity; that of a deviation is 1
 * @param tail the number of the largest values that each tail keeps, see {@link SurpriseTail}
 * @param excess the smallest mean excess of a tail, in the unit of the deviation
 * @param quick the quick amount of alarm damping, in orders of magnitude, see {@link AlarmDamping}
 * @param slow the slow amount of alarm damping, in orders of magnitude
 * @param settle the number of events that are not judged after a key starts or was silent, see {@link WarmUp}
 * @param silence the seconds between two events that are a silence
 */
record AnomalySettings(
        float open,
        float close,
        int quiet,
        int hold,
        double surpriseWeight,
        int tail,
        double excess,
        double quick,
        double slow,
        int settle,
        double silence) {
    static final SortedSet<String> NAMES = Collections.unmodifiableSortedSet(new TreeSet<>(List.of(
            "open",
            "close",
            "quiet",
            "incident.hold",
            "surprise.weight",
            "tail.size",
            "tail.excess",
            "habituation.quick",
            "habituation.slow",
            "settle.events",
            "settle.silence")));

    private static final int LEAST_TAIL = 8;
    private static final int MOST_TAIL = 256;

    AnomalySettings {
        if (!(0 <= surpriseWeight && surpriseWeight <= 10)) {
            throw new BundleException("scoring says surprise.weight " + surpriseWeight + "; it must be from 0 to 10");
        }
        if (!(0 < close && close <= open && open < 1) || quiet < 1) {
            throw new BundleException("scoring says open " + open + ", close " + close + ", quiet " + quiet
                    + "; set 0 < close <= open < 1 and quiet >= 1");
        }
        if (tail < LEAST_TAIL || tail > MOST_TAIL) {
            throw new BundleException(
                    "scoring says tail.size " + tail + "; it must be from " + LEAST_TAIL + " to " + MOST_TAIL);
        }
        if (hold < 0) {
            throw new BundleException("scoring says incident.hold " + hold + "; it must be at least 0");
        }
        if (!(excess >= 0)) {
            throw new BundleException("scoring says tail.excess " + excess + "; it must be at least 0");
        }
        if (settle < 0 || !(silence > 0)) {
            throw new BundleException("scoring says settle.events " + settle + ", settle.silence " + silence
                    + "; the events must be at least 0 and the seconds above 0");
        }
        if (!(quick >= 0 && slow >= 0)) {
            throw new BundleException("scoring says habituation.quick " + quick + ", habituation.slow " + slow
                    + "; both must be at least 0");
        }
    }

    /** Reads the settings of a manifest; a missing one has its default. */
    static AnomalySettings of(Map<String, Double> scoring) {
        return new AnomalySettings(
                scoring.getOrDefault("open", 0.97).floatValue(),
                scoring.getOrDefault("close", 0.6).floatValue(),
                scoring.getOrDefault("quiet", 5.0).intValue(),
                scoring.getOrDefault("incident.hold", 0.0).intValue(),
                scoring.getOrDefault("surprise.weight", 1.0),
                scoring.getOrDefault("tail.size", 32.0).intValue(),
                scoring.getOrDefault("tail.excess", 0.0),
                scoring.getOrDefault("habituation.quick", 8.0),
                scoring.getOrDefault("habituation.slow", 0.3),
                scoring.getOrDefault("settle.events", 0.0).intValue(),
                scoring.getOrDefault("settle.silence", 3600.0));
    }
}
