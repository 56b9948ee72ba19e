package io.sluice.offline.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.event.Timestamps;
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
 * Messages of authors in the layout of Twitter US Airline Sentiment: CSV (RFC 4180) with a header that names
 * {@code time}, {@code user}, {@code sentiment} and {@code text} among others. Other columns, as the annotators'
 * remarks, are not looked at.
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
     * @return the messages by their time; those of one time in the order of the file
     * @throws DatasetException where a row has no author, time, label or text
     * @throws io.sluice.event.RecordingException where the file is no CSV with these columns
     */
    public static List<Tweet> read(Path file) {
        List<Tweet> tweets = new ArrayList<>();
        try (Recording recording = Recordings.open(file, USER, Set.of(TIME, LABEL, TEXT))) {
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
     * The file itself, or the one {@code .csv} of a folder.
     *
     * @throws DatasetException where the folder holds none, or more than one
     */
    public static Path file(Path path) {
        if (!Files.isDirectory(path)) {
            return path;
        }
        List<Path> files = files(path);
        if (files.size() != 1) {
            throw new DatasetException(path + " holds " + files.size() + " .csv files " + files + "; give one file");
        }
        return files.get(0);
    }

    /** The {@code .csv} files of a folder, in the order of their names. */
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
        String written = columns.path(TIME).asText();
        OptionalLong time = Timestamps.parse(written);
        if (time.isEmpty()) {
            throw new DatasetException(where + "the time is \"" + written + "\"; it must be ISO 8601");
        }
        String text = required(columns, TEXT, where);
        return new Tweet(
                row.line(), String.valueOf(row.key()), time.getAsLong(), required(columns, LABEL, where), text);
    }

    private static String required(JsonNode columns, String column, String where) {
        String value = columns.path(column).asText();
        if (value.isBlank()) {
            throw new DatasetException(where + "there is no " + column);
        }
        return value;
    }
}
