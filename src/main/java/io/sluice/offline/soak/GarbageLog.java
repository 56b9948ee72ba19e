package io.sluice.offline.soak;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The log that a JVM writes of its collections of garbage ({@code -Xlog:gc}). A line such as {@code Pause Young
 * (Normal) 301M->45M(512M) 3.2ms} has the heap in use before and after a collection.
 */
public final class GarbageLog {
    private static final Pattern COLLECTION =
            Pattern.compile("Pause (?<kind>Young|Full).* \\d+M->(?<after>\\d+)M\\(\\d+M\\)");
    private static final long MEBIBYTE = 1 << 20;

    /** The last lines that are read; a line has about 100 bytes. */
    private static final int TAIL = 8192;

    private final Path file;

    public GarbageLog(Path file) {
        this.file = file;
    }

    /** Returns the option of the JVM that writes the log. */
    public String option() {
        return "-Xlog:gc:file=" + file + ":uptime:filecount=0";
    }

    /** Returns the heap in use after the last collection, in bytes; 0 before the first one. */
    public long heapAfterLast() throws IOException {
        return MEBIBYTE * lastAfter(".*");
    }

    /** Returns what a full collection has left last, in bytes; 0 before the first one. */
    public long heapAfterLastFull() throws IOException {
        return MEBIBYTE * lastAfter("Full");
    }

    private long lastAfter(String kind) throws IOException {
        long after = 0;
        Matcher matcher = COLLECTION.matcher(tail());
        while (matcher.find()) {
            if (matcher.group("kind").matches(kind)) {
                after = Long.parseLong(matcher.group("after"));
            }
        }
        return after;
    }

    private String tail() throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(TAIL, log.length())];
            log.seek(log.length() - bytes.length);
            log.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
