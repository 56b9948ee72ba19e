package io.sluice.recording;

import io.sluice.event.ByteOrderMark;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The lines of a UTF-8 file, without blank lines and without the byte order mark. */
final class TextLines implements Closeable {
    static final String NOT_UTF_8 = "not UTF-8 in this line or a later one; save the file as UTF-8";

    private final String file;
    private final BufferedReader lines;
    private long line;

    TextLines(String file, InputStream in) {
        this.file = file;
        this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
    }

    /**
     * Reads the next line that is not blank.
     *
     * @return the line, or null at the end of the file
     * @throws RecordingException if the file is not UTF-8
     */
    @Nullable
    String next() throws IOException {
        for (String text = read(); text != null; text = read()) {
            if (!text.isBlank()) {
                return ByteOrderMark.removed(text);
            }
        }
        return null;
    }

    private @Nullable String read() throws IOException {
        line++;
        try {
            return lines.readLine();
        } catch (CharacterCodingException e) {
            throw new RecordingException(file, line, NOT_UTF_8);
        }
    }

    /** Returns the number of the last line that was read, counted from 1. */
    long number() {
        return line;
    }

    /**
     * Returns an exception about the last line that was read.
     *
     * @param row the line itself
     */
    RejectedRowException rejected(String reason, String problem, String row) {
        return new RejectedRowException(file, line, reason, problem, row);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
