package io.sluice.format;

import io.sluice.model.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The places of an event that are read.
 *
 * @param input the model's input, with the settings of the user in place of the manifest's
 * @param key the JSON pointer to the event's key; null if records are keyed
 * @param settings the keys of the settings that the user gave
 */
record EventPlaces(Manifest.Input input, @Nullable String key, Set<String> settings) {
    EventPlaces {
        settings = Set.copyOf(settings);
    }

    /**
     * A place that should lead to a field.
     *
     * @param what names it for people
     * @param setting the key of the setting that chooses it
     * @param isSet whether the user chose it, so that it must not be in vain
     */
    record Place(String what, String pointer, String setting, boolean isSet) {}

    /** Returns the places of the channels, of the text or of the item. */
    List<Place> fields() {
        return input.fields().stream()
                .map(field -> place(field.name(), field.pointer(), FieldSettings.PREFIX + field.name()))
                .toList();
    }

    /** Returns the places around the fields, if the user chose them. An event need not have a time. */
    List<Place> chosen() {
        List<Place> chosen = new ArrayList<>();
        if (settings.contains(LayoutSettings.PIPELINE_TIMESTAMP)) {
            chosen.add(place("the time", input.timestamp().pointer(), LayoutSettings.PIPELINE_TIMESTAMP));
        }
        if (key != null) {
            chosen.add(new Place("the key", key, InputDecoders.KEY_SETTING, true));
        }
        return chosen;
    }

    private Place place(String what, String pointer, String setting) {
        return new Place(what, pointer, setting, settings.contains(setting));
    }
}
