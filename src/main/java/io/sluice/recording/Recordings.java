package io.sluice.recording;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens files as recordings. */
public final class Recordings {
    private Recordings() {}

    /**
     * Opens a file as JSON lines where its first character is a brace, else as CSV.
     *
     * @throws RecordingException if a CSV has no such columns
     */
    public static Recording open(Path file, EventFields fields) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        try {
            return beginsWithBrace(in)
                    ? new JsonLinesRecording(new TextLines(file.toString(), in), fields)
                    : new CsvRecording(file.toString(), in, fields);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /**
     * Opens a file whose lines are the values themselves.
     *
     * @param keySeparator the text between a line's key and its value, or null where the whole line is the value
     */
    public static Recording openPlainLines(Path file, @Nullable String keySeparator) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        return new PlainLinesRecording(new TextLines(file.toString(), in), keySeparator);
    }

    /** Returns the key of all events of a file that names none: its name without its ending. */
    public static String keyOf(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /** Returns true if a file has JSON lines, and not CSV. */
    public static boolean hasJsonLines(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return beginsWithBrace(in);
        }
    }

    private static boolean beginsWithBrace(InputStream in) throws IOException {
        int lookahead = 4096;
        in.mark(lookahead);
        int first = in.read();
        while (lookahead-- > 1 && (isBlank(first) || isByteOrderMark(first))) {
            first = in.read();
        }
        in.reset();
        return first == '{';
    }

    private static boolean isBlank(int b) {
        return b >= 0 && b <= ' ';
    }

    private static boolean isByteOrderMark(int b) {
        return b == 0xEF || b == 0xBB || b == 0xBF;
    }
}
