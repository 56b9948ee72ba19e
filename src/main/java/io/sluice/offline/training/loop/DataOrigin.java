package io.sluice.offline.training.loop;

import io.sluice.Internal;

/**
 * The way in which the data of a training was given, in the words of the model card.
 *
 * @param example the noun for one example
 * @param arguments the options of {@code sluice train} that name the data
 */
@Internal
public record DataOrigin(String example, String arguments) {
    /** A folder with one file for each example. */
    public static final DataOrigin FOLDER = new DataOrigin("file", "--data DATA");

    /** A user's own events, with one key for each example. */
    public static DataOrigin ofEvents(String arguments) {
        return new DataOrigin("key", arguments);
    }

    public boolean isFolder() {
        return example.equals(FOLDER.example);
    }

    /** Returns this origin with a further option of the command. */
    public DataOrigin with(String option) {
        return new DataOrigin(example, arguments + " " + option);
    }

    /** Returns the noun for several examples. */
    public String examples() {
        return example + "s";
    }

    /** Returns a number of examples with its noun. */
    public String count(int number) {
        return number + " " + (number == 1 ? example : examples());
    }
}
