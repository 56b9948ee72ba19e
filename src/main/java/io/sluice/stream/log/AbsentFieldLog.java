package io.sluice.stream.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.sluice.format.KnownPlaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of channels, and of a chosen time, that no event of this run has had: most likely their pointers are misspelt.
 * It looks after a hundred scored events, and again each time that their number has grown tenfold.
 */
final class AbsentFieldLog {
    static final long FIRST_LOOK = 100;
    private static final ObjectReader JSON = new ObjectMapper().reader();
    private static final Logger LOG = LoggerFactory.getLogger(AbsentFieldLog.class);

    private final Supplier<EventCounts> counts;
    private final ReadPlaces places;
    private final EventSample sample;
    private long nextLook = FIRST_LOOK;

    AbsentFieldLog(Supplier<EventCounts> counts, ReadPlaces places, EventSample sample) {
        this.counts = counts;
        this.places = places;
        this.sample = sample;
    }

    void check() {
        FieldsSeen fields = counts.get().fields();
        if (fields.events() < nextLook) {
            return;
        }
        while (nextLook <= fields.events()) {
            nextLook *= 10;
        }
        KnownPlaces known = known();
        warnOfChannels(fields, known);
        warnOfTime(fields, known);
    }

    /** Returns the places of the sample. Those of a format with schemas were compared with its schema already. */
    private KnownPlaces known() {
        Optional<byte[]> event = sample.take();
        return switch (places.format()) {
            case JSON, CLOUDEVENTS -> event.map(AbsentFieldLog::known).orElse(KnownPlaces.NONE);
            case TEXT, AVRO, PROTOBUF, JSON_SCHEMA -> KnownPlaces.NONE;
        };
    }

    private static KnownPlaces known(byte[] event) {
        try {
            JsonNode json = JSON.readTree(event);
            return KnownPlaces.in(json.has("specversion") ? json.path("data") : json); // else data alone, or plain JSON
        } catch (IOException e) {
            throw new UncheckedIOException("a scored event is JSON", e);
        }
    }

    private void warnOfChannels(FieldsSeen fields, KnownPlaces known) {
        List<String> absent = places.channels().stream()
                .filter(channel -> !fields.channels().contains(channel.name()))
                .map(channel -> channel.name() + " at " + channel.pointer() + meant(channel.pointer(), known))
                .toList();
        if (!absent.isEmpty()) {
            LOG.warn(
                    "none of the {} events so far has a value of {}; if their fields have other names, set"
                            + " sluice.event.field.CHANNEL to the pointer{}",
                    fields.events(),
                    String.join(", of ", absent),
                    known.pointers().isEmpty() ? "" : "; one of the events has " + known.list());
        }
    }

    private static String meant(String pointer, KnownPlaces known) {
        return known.likely(pointer)
                .map(nearest -> " (did you mean " + nearest + "?)")
                .orElse("");
    }

    private void warnOfTime(FieldsSeen fields, KnownPlaces known) {
        if (fields.time()) {
            return;
        }
        places.time()
                .ifPresent(pointer -> LOG.warn(
                        "none of the {} events so far has a time at {}{}, so each has the time of its record; correct"
                                + " sluice.event.timestamp",
                        fields.events(),
                        pointer,
                        meant(pointer, known)));
    }
}
