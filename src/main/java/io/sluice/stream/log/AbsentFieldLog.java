package io.sluice.stream.log;

import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of channels, and of a chosen time, that no event of this run has had: most likely their pointers are misspelt.
 * It looks after a hundred scored events, and again each time that their number has grown tenfold.
 */
final class AbsentFieldLog {
    static final long FIRST_LOOK = 100;
    private static final Logger LOG = LoggerFactory.getLogger(AbsentFieldLog.class);

    private final Supplier<EventCounts> counts;
    private final ReadPlaces places;
    private long nextLook = FIRST_LOOK;

    AbsentFieldLog(Supplier<EventCounts> counts, ReadPlaces places) {
        this.counts = counts;
        this.places = places;
    }

    void check() {
        FieldsSeen fields = counts.get().fields();
        if (fields.events() < nextLook) {
            return;
        }
        while (nextLook <= fields.events()) {
            nextLook *= 10;
        }
        warnOfChannels(fields);
        warnOfTime(fields);
    }

    private void warnOfChannels(FieldsSeen fields) {
        List<String> absent = places.channels().stream()
                .filter(channel -> !fields.channels().contains(channel.name()))
                .map(channel -> channel.name() + " at " + channel.pointer())
                .toList();
        if (!absent.isEmpty()) {
            LOG.warn(
                    "none of the {} events so far has a value of {}; if their fields have other names, set"
                            + " sluice.event.field.CHANNEL to the pointer",
                    fields.events(),
                    String.join(", of ", absent));
        }
    }

    private void warnOfTime(FieldsSeen fields) {
        if (fields.time()) {
            return;
        }
        places.time()
                .ifPresent(pointer -> LOG.warn(
                        "none of the {} events so far has a time at {}, so each has the time of its record; correct"
                                + " sluice.event.timestamp",
                        fields.events(),
                        pointer));
    }
}
