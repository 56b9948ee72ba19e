package io.sluice.score;

import io.sluice.model.BundleException;
import java.util.Map;

/**
 * What a manifest's {@code scoring} says of an anomaly model's scorer.
 *
 * @param open the score that opens an incident
 * @param close the score below which an event calms an open one
 * @param quiet so many calm events in a row close it
 * @param hold so many events of an incident, at most, do not become the past by which the next ones are judged
 * @param surpriseWeight what the surprise counts beside the deviations
 * @param tail how many of the largest deviations are kept of each, see {@link SurpriseTail}
 * @param excess what a tail's mean excess is at least, in the deviation's unit
 * @param quick by how many orders of magnitude an alarm makes the next ones harder at first, see {@link AlarmDamping}
 * @param slow the same, for long
 * @param settle so many events are not judged where a key is new or was silent, see {@link WarmUp}
 * @param silence how many seconds between two events are a silence
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
    private static final int LEAST_TAIL = 8;
    private static final int MOST_TAIL = 256;

    AnomalySettings {
        if (!(0 <= surpriseWeight && surpriseWeight <= 10)) {
            throw new BundleException("scoring says surprise.weight " + surpriseWeight + "; it must be from 0 to 10");
        }
        if (!(0 < close && close <= open && open < 1) || quiet < 1) {
            throw new BundleException("scoring says open " + open + ", close " + close + ", quiet " + quiet
                    + "; needed is 0 < close <= open < 1 and quiet >= 1");
        }
        if (tail < LEAST_TAIL || tail > MOST_TAIL) {
            throw new BundleException(
                    "scoring says tail.size " + tail + "; it must be from " + LEAST_TAIL + " to " + MOST_TAIL);
        }
        if (hold < 0) {
            throw new BundleException("scoring says incident.hold " + hold + "; it may not be below 0");
        }
        if (!(excess >= 0)) {
            throw new BundleException("scoring says tail.excess " + excess + "; it may not be below 0");
        }
        if (settle < 0 || !(silence > 0)) {
            throw new BundleException("scoring says settle.events " + settle + ", settle.silence " + silence
                    + "; needed are events from 0 on and seconds above 0");
        }
        if (!(quick >= 0 && slow >= 0)) {
            throw new BundleException("scoring says habituation.quick " + quick + ", habituation.slow " + slow
                    + "; neither may be below 0");
        }
    }

    /** The settings of a manifest; a key that is not there has its default. */
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
