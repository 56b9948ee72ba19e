package io.sluice.cli.demo;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that the simulation did, which the pipeline is to find.
 *
 * @param kind the kind, one word
 * @param title the kind for people
 * @param fromStep the step of the first event
 * @param toStep the step of the last event; null while it goes on
 * @param from the time of the first event
 * @param to the time of the last event; null while it goes on
 * @param delay the number of events until it was found; null if it was not
 */
record Truth(
        String key,
        String kind,
        String title,
        long fromStep,
        @Nullable Long toStep,
        Instant from,
        @Nullable Instant to,
        @Nullable Long delay) {

    Truth ended(long step, Instant time) {
        return new Truth(key, kind, title, fromStep, step, from, time, delay);
    }

    Truth found(long events) {
        return new Truth(key, kind, title, fromStep, toStep, from, to, events);
    }

    boolean goesOn() {
        return toStep == null;
    }
}
