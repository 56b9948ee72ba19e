package io.sluice.offline.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.event.Timestamps;
import io.sluice.recording.EventFields;
import io.sluice.recording.RecordedEvent;
import io.sluice.recording.Recording;
import io.sluice.recording.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads messages in the layout of Twitter US Airline Sentiment: CSV (RFC 4180) with a header that names {@code time},
 * {@code user}, {@code sentiment} and {@code text}. Other columns, such as the annotators' remarks, are ignored.
 */
public final class Tweets {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String USER = "user";
    private static final String TIME = "time";
    private static final String LABEL = "sentiment";
    private static final String TEXT = "text";

    private Tweets() {}

    /**
     * Reads a file that {@link #file} found.
     *
     * @return the messages sorted by time; messages of the same time keep the order of the file
     * @throws DatasetException if a row has no time, label or text
     * @throws io.sluice.recording.RecordingException if the file is not a CSV with these columns, or a row has no
     *     author
     */
    public static List<Tweet> read(Path file) {
        List<Tweet> tweets = new ArrayList<>();
        try (Recording recording =
                Recordings.open(file, EventFields.DEFAULT.withKey(USER).withStrings(Set.of(TIME, LABEL, TEXT)))) {
            for (RecordedEvent row = recording.next(); row != null; row = recording.next()) {
                tweets.add(tweet(row, file + ", line " + row.line() + ": "));
            }
        } catch (IOException e) {
            throw new DatasetException(file + " cannot be read: " + e, e);
        }
        if (tweets.isEmpty()) {
            throw new DatasetException(file + ": no row follows the header");
        }
        tweets.sort(Comparator.comparingLong(Tweet::time));
        return List.copyOf(tweets);
    }

    /**
     * Returns the file itself, or the only {@code .csv} file of a folder.
     *
     * @throws DatasetException if the folder has no such file, or several
     */
    public static Path file(Path path) {
        if (!Files.isDirectory(path)) {
            return path;
        }
        List<Path> files = files(path);
        if (files.size() != 1) {
            throw new DatasetException(path + " has " + files.size() + " .csv files " + files + "; give one file");
        }
        return files.get(0);
    }

    /** Returns the {@code .csv} files of a folder, in the order of their names. */
    public static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new DatasetException(folder + " cannot be listed: " + e, e);
        }
    }

    private static Tweet tweet(RecordedEvent row, String where) throws IOException {
        JsonNode columns = JSON.readTree(row.value());
        String timestamp = columns.path(TIME).asText();
        OptionalLong time = Timestamps.parse(timestamp);
        if (time.isEmpty()) {
            throw new DatasetException(where + "the time is \"" + timestamp + "\"; it must be ISO 8601");
        }
        String text = required(columns, TEXT, where);
        return new Tweet(
                row.line(), String.valueOf(row.key()), time.getAsLong(), required(columns, LABEL, where), text);
    }

    private static String required(JsonNode columns, String column, String where) {
        String value = columns.path(column).asText();
        if (value.isBlank()) {
            throw new DatasetException(where + "the column " + column + " is empty");
        }
        return value;
    }
}
