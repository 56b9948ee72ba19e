package io.sluice.offline.training.sensor;

import io.sluice.event.DeadLetterReason;
import io.sluice.event.Decoded;
import io.sluice.event.Malformed;
import io.sluice.event.NumericEvent;
import io.sluice.format.EventDecoder;
import io.sluice.format.EventSettings;
import io.sluice.model.Manifest;
import io.sluice.offline.findings.AbsentChannels;
import io.sluice.offline.findings.SharedKey;
import io.sluice.offline.training.loop.DataOrigin;
import io.sluice.offline.training.loop.TrainingException;
import io.sluice.offline.training.recipe.Corpus;
import io.sluice.offline.training.recipe.EventSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Collects events by key, each key as one series. The pipeline's decoder reads them, so the layout of the recipe counts
 * as it will count for the bundle.
 */
final class EventSeries implements EventSource.Sink {
    private static final int KEYS_IN_NOTE = 5;

    private static final String RECIPE_PREFIX = "";

    private final Manifest.Input.Numeric input;
    private final AbsentChannels absent;
    private final Optional<SharedKey> shared;
    private final EventDecoder decoder;
    private final SortedMap<String, List<NumericEvent>> byKey = new TreeMap<>();

    private EventSeries(Manifest.Input.Numeric input, EventSource source) {
        this.input = input;
        this.absent = new AbsentChannels(input, RECIPE_PREFIX);
        this.shared = source.assumedKey().map(key -> new SharedKey(key, input));
        this.decoder = EventSettings.DEFAULTS.decoder(input, source.keyPointer());
    }

    /**
     * Reads the series of all keys, sorted by key. A key with a single event is left out.
     *
     * @throws TrainingException if no key has two events, or no event has one of the channels
     */
    static Corpus<Series> read(EventSource source, Manifest.Input.Numeric input) throws IOException {
        EventSeries events = new EventSeries(input, source);
        EventSource.Summary summary = source.read(input.timestamp(), events);
        events.absent.refusal().ifPresent(refusal -> {
            throw new TrainingException(
                    source.name() + ": " + refusal + ", and --set channels=A,B names other channels");
        });
        List<String> notes = new ArrayList<>(summary.notes());
        List<Series> series = events.series(notes);
        if (series.isEmpty()) {
            throw new TrainingException(source.name() + ": no key has two events, so there is nothing to learn"
                    + (notes.isEmpty() ? "" : " (" + String.join("; ", notes) + ")") + "; give more events");
        }
        return new Corpus<>(
                series,
                List.of(summary.file()),
                DataOrigin.ofEvents(source.arguments()),
                notes,
                Stream.of(events.shared.flatMap(SharedKey::warning), events.absent.few())
                        .flatMap(Optional::stream)
                        .toList());
    }

    @Override
    public @Nullable Malformed add(@Nullable String key, byte[] value, long timestamp) {
        Decoded decoded = decoder.decode(value, new RecordHeaders(), timestamp);
        String text = new String(value, StandardCharsets.UTF_8);
        if (decoded instanceof Malformed malformed) {
            return malformed.reason() == DeadLetterReason.NO_CHANNEL ? withFields(malformed, text) : malformed;
        }
        NumericEvent event = (NumericEvent) decoded;
        absent.add(event, text);
        shared.ifPresent(one -> one.add(OptionalLong.of(timestamp), text));
        String own = key == null ? Objects.requireNonNull(event.key(), "the decoder requires a key") : key;
        byKey.computeIfAbsent(own, unused -> new ArrayList<>()).add(event);
        return null;
    }

    private Malformed withFields(Malformed malformed, String event) {
        return new Malformed(
                malformed.reason(),
                malformed.detail() + "; the recipe's channels are " + String.join(",", input.channels())
                        + ", and --set channels=A,B names others; "
                        + AbsentChannels.fields(input, RECIPE_PREFIX, event));
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
