package io.sluice.offline.training.sensor;

import io.sluice.event.DeadLetterReason;
import io.sluice.event.Decoded;
import io.sluice.event.Malformed;
import io.sluice.event.NumericEvent;
import io.sluice.format.EventDecoder;
import io.sluice.format.EventSettings;
import io.sluice.model.Manifest;
import io.sluice.offline.training.loop.DataOrigin;
import io.sluice.offline.training.loop.TrainingException;
import io.sluice.offline.training.recipe.Corpus;
import io.sluice.offline.training.recipe.EventSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Collects events by key, each key as one series. The pipeline's decoder reads them, so the layout of the recipe counts
 * as it will count for the bundle.
 */
final class EventSeries implements EventSource.Sink {
    private static final int KEYS_IN_NOTE = 5;

    private final List<String> channels;
    private final EventDecoder decoder;
    private final SortedMap<String, List<NumericEvent>> byKey = new TreeMap<>();

    private EventSeries(Manifest.Input.Numeric input, @Nullable String keyPointer) {
        this.channels = input.channels();
        this.decoder = EventSettings.DEFAULTS.decoder(input, keyPointer);
    }

    /**
     * Reads the series of all keys, sorted by key. A key with a single event is left out.
     *
     * @throws TrainingException if no key has two events
     */
    static Corpus<Series> read(EventSource source, Manifest.Input.Numeric input) throws IOException {
        EventSeries events = new EventSeries(input, source.keyPointer());
        EventSource.Summary summary = source.read(input.timestamp(), events);
        List<String> notes = new ArrayList<>(summary.notes());
        List<Series> series = events.series(notes);
        if (series.isEmpty()) {
            throw new TrainingException(source.name() + ": no key has two events, so there is nothing to learn"
                    + (notes.isEmpty() ? "" : " (" + String.join("; ", notes) + ")") + "; give more events");
        }
        return new Corpus<>(series, List.of(summary.file()), DataOrigin.ofEvents(source.arguments()), notes);
    }

    @Override
    public @Nullable Malformed add(@Nullable String key, byte[] value, long timestamp) {
        Decoded decoded = decoder.decode(value, new RecordHeaders(), timestamp);
        if (decoded instanceof Malformed malformed) {
            return malformed.reason() == DeadLetterReason.NO_CHANNEL ? withChannels(malformed) : malformed;
        }
        NumericEvent event = (NumericEvent) decoded;
        String own = key == null ? Objects.requireNonNull(event.key(), "the decoder requires a key") : key;
        byKey.computeIfAbsent(own, unused -> new ArrayList<>()).add(event);
        return null;
    }

    private Malformed withChannels(Malformed malformed) {
        return new Malformed(
                malformed.reason(),
                malformed.detail() + "; the recipe's channels are " + String.join(",", channels)
                        + ", and --set channels=A,B names others");
    }

    private List<Series> series(List<String> notes) {
        List<Series> series = new ArrayList<>();
        List<String> single = new ArrayList<>();
        byKey.forEach((key, events) -> {
            if (events.size() > 1) {
                series.add(new Series(key, events));
            } else {
                single.add(key);
            }
        });
        if (!single.isEmpty()) {
            int shown = Math.min(KEYS_IN_NOTE, single.size());
            notes.add("left out " + (single.size() == 1 ? "1 key" : single.size() + " keys") + " with a single event: "
                    + String.join(", ", single.subList(0, shown))
                    + (single.size() > shown ? " and " + (single.size() - shown) + " more" : ""));
        }
        return series;
    }
}
