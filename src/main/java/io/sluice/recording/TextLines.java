package io.sluice.recording;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The lines of a UTF-8 file that hold anything, without its byte order mark. */
final class TextLines implements Closeable {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final String file;
    private final BufferedReader lines;
    private long line;

    TextLines(String file, InputStream in) {
        this.file = file;
        this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
    }

    /**
     * The next line that is not blank; null at the end.
     *
     * @throws RecordingException where the file is not UTF-8
     */
    @Nullable
    String next() throws IOException {
        for (String text = read(); text != null; text = read()) {
            if (!text.isBlank()) {
                return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
            }
        }
        return null;
    }

    private @Nullable String read() throws IOException {
        line++;
        try {
            return lines.readLine();
        } catch (CharacterCodingException e) {
            throw problem("not UTF-8 here or in the lines that follow");
        }
    }

    /** The number of the line read last, from 1. */
    long number() {
        return line;
    }

    /** What is wrong with the line read last. */
    RecordingException problem(String text) {
        return new RecordingException(file, line, text);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
