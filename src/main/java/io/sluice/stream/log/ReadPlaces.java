package io.sluice.stream.log;

import io.sluice.Internal;
import io.sluice.config.SluiceConfig;
import io.sluice.format.EventFormat;
import io.sluice.model.Manifest;
import java.util.List;
import java.util.Optional;

/**
 * The places of an event that it may lack, and is scored nevertheless.
 *
 * @param channels the channels in the order of the manifest's fields; empty if the input is not numeric
 * @param time the pointer to the time; empty if the user did not choose it
 * @param format the format of the events
 */
@Internal
public record ReadPlaces(List<Channel> channels, Optional<String> time, EventFormat format) {
    public ReadPlaces {
        channels = List.copyOf(channels);
    }

    /** A channel and the pointer to its value. */
    record Channel(String name, String pointer) {}

    /** Returns the places in the events of a pipeline. */
    public static ReadPlaces of(SluiceConfig config, Manifest.Input ofModel) {
        Manifest.Input input = config.layout().apply(ofModel);
        List<Channel> channels = input instanceof Manifest.Input.Numeric
                ? input.fields().stream()
                        .map(field -> new Channel(field.name(), field.pointer()))
                        .toList()
                : List.of();
        return new ReadPlaces(
                channels,
                config.layout().choosesTime() ? Optional.of(input.timestamp().pointer()) : Optional.empty(),
                config.events().format());
    }
}
