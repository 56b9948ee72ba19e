package io.sluice.offline.dataset;

import io.sluice.event.ByteOrderMark;
import io.sluice.recording.RecordingException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads click sessions from a file in one of two layouts. A tab in the first line selects the table layout.
 *
 * <p>Table, as prepared for the RecSys Challenge 2015: tab-separated columns with a header that names
 * {@code SessionId}, {@code ItemId} and {@code Time} (a number, such as seconds) in any order, then one row per click.
 * The clicks of a session are sorted by time, the sessions by the time of their last click.
 *
 * <p>Lines, as prepared for Diginetica: one session per line, with its items in the order of the clicks, separated by
 * one space.
 */
public final class SessionFile {
    private static final String SESSION = "SessionId";
    private static final String ITEM = "ItemId";
    private static final String TIME = "Time";

    private final String file;

    private SessionFile(Path file) {
        this.file = file.toString();
    }

    /**
     * Reads a file.
     *
     * @throws RecordingException if a row is not valid; the message names the file and line
     */
    public static List<ClickSession> read(Path file) throws IOException {
        return new SessionFile(file).read(lines(file));
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return ByteOrderMark.removed(Files.readString(file)).lines().toList();
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not UTF-8; convert it to UTF-8", e);
        }
    }

    private List<ClickSession> read(List<String> lines) {
        if (lines.isEmpty()) {
            throw new RecordingException(file, 1, "the file is empty; it needs click sessions");
        }
        return lines.get(0).indexOf('\t') >= 0 ? readTable(lines) : readLines(lines);
    }

    private List<ClickSession> readLines(List<String> lines) {
        List<ClickSession> sessions = new ArrayList<>(lines.size());
        for (int line = 1; line <= lines.size(); line++) {
            List<String> items = Arrays.asList(lines.get(line - 1).split(" ", -1));
            if (lines.get(line - 1).indexOf('\t') >= 0 || items.stream().anyMatch(String::isBlank)) {
                throw new RecordingException(
                        file,
                        line,
                        "found \"" + cut(lines.get(line - 1))
                                + "\"; separate the items of a session by one space, without blank items");
            }
            sessions.add(new ClickSession("line-" + line, items));
        }
        return sessions;
    }

    private static String cut(String line) {
        return line.length() <= 40 ? line : line.substring(0, 40) + "…";
    }

    /** A click of a session. */
    private record Click(double time, String item) {}

    private List<ClickSession> readTable(List<String> lines) {
        Columns columns = columns(lines.get(0));
        Map<String, List<Click>> bySession = new LinkedHashMap<>();
        for (int line = 2; line <= lines.size(); line++) {
            String[] cells = columns.cells(lines.get(line - 1), line);
            bySession
                    .computeIfAbsent(cells[columns.session], unused -> new ArrayList<>())
                    .add(new Click(time(cells[columns.time], line), cells[columns.item]));
        }
        if (bySession.isEmpty()) {
            throw new RecordingException(file, 1, "no row follows the header");
        }
        bySession.values().forEach(clicks -> clicks.sort(Comparator.comparingDouble(Click::time)));
        return bySession.entrySet().stream()
                .sorted(Comparator.comparingDouble(
                        entry -> entry.getValue().get(entry.getValue().size() - 1).time))
                .map(entry -> new ClickSession(
                        entry.getKey(),
                        entry.getValue().stream().map(Click::item).toList()))
                .toList();
    }

    private Columns columns(String header) {
        List<String> names = Arrays.asList(header.split("\t", -1));
        if (!names.containsAll(List.of(SESSION, ITEM, TIME))) {
            throw new RecordingException(
                    file, 1, "the header is " + names + "; it must name " + SESSION + ", " + ITEM + " and " + TIME);
        }
        return new Columns(names.size(), names.indexOf(SESSION), names.indexOf(ITEM), names.indexOf(TIME));
    }

    private double time(String text, int line) {
        double time = number(text);
        if (!Double.isFinite(time)) {
            throw new RecordingException(file, line, TIME + " \"" + cut(text) + "\" is not a finite number");
        }
        return time;
    }

    /** Returns the number, or NaN where the text is not a number. */
    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** The positions of the three columns. */
    private final class Columns {
        private final int count;
        private final int session;
        private final int item;
        private final int time;

        Columns(int count, int session, int item, int time) {
            this.count = count;
            this.session = session;
            this.item = item;
            this.time = time;
        }

        String[] cells(String row, int line) {
            String[] cells = row.split("\t", -1);
            if (cells.length != count) {
                throw new RecordingException(
                        file, line, cells.length + " columns, separated by tabs; the header has " + count);
            }
            if (cells[session].isBlank() || cells[item].isBlank()) {
                throw new RecordingException(file, line, SESSION + " and " + ITEM + " must not be blank");
            }
            return cells;
        }
    }
}
