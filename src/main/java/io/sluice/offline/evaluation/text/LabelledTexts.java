package io.sluice.offline.evaluation.text;

import io.sluice.event.ByteOrderMark;
import io.sluice.offline.evaluation.run.EvaluationException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads labelled texts from tab-separated rows without quoting, in UTF-8. A header names {@code label} and {@code text}
 * in any order. Without a header, each row is {@code text<TAB>label}.
 */
final class LabelledTexts {
    private static final String LABEL = "label";
    private static final String TEXT = "text";

    private final Path file;
    private final Labels labels;

    private LabelledTexts(Path file, Labels labels) {
        this.file = file;
        this.labels = labels;
    }

    /**
     * Reads a file, or the only {@code .tsv} file of a folder.
     *
     * @throws EvaluationException if there is no such file, or a row is not valid; the message names the file and row
     */
    static List<LabelledText> read(Path path, Labels labels) {
        return new LabelledTexts(Files.isDirectory(path) ? onlyTable(path) : path, labels).read();
    }

    private static Path onlyTable(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> tables = files.filter(file -> file.toString().endsWith(".tsv"))
                    .sorted()
                    .toList();
            if (tables.size() != 1) {
                throw new EvaluationException(
                        folder + " has " + tables.size() + " .tsv files " + tables + "; give one file");
            }
            return tables.get(0);
        } catch (IOException e) {
            throw new EvaluationException(folder + " cannot be listed: " + e, e);
        }
    }

    private List<LabelledText> read() {
        List<String> rows = lines(file);
        if (rows.isEmpty()) {
            throw new EvaluationException(file + " is empty; it needs rows of a label and a text");
        }
        List<String> header = Arrays.asList(rows.get(0).split("\t", -1));
        boolean named = header.contains(LABEL) && header.contains(TEXT);
        Layout layout = named
                ? new Layout(true, header.size(), header.indexOf(LABEL), header.indexOf(TEXT))
                : new Layout(false, 2, 1, 0);
        List<LabelledText> texts = new ArrayList<>();
        for (int row = named ? 1 : 0; row < rows.size(); row++) {
            if (!rows.get(row).isEmpty()) {
                texts.add(layout.read(rows.get(row), file + ", row " + (row + 1), labels));
            }
        }
        if (texts.isEmpty()) {
            throw new EvaluationException(file + ": no row follows the header");
        }
        return texts;
    }

    /** The positions of the two columns. */
    private record Layout(boolean named, int columns, int label, int text) {
        LabelledText read(String row, String where, Labels labels) {
            String[] cells = row.split("\t", -1);
            if (cells.length != columns) {
                throw new EvaluationException(
                        where + ": " + cells.length + " columns, separated by tabs; there must be " + columns);
            }
            if (!named && !labels.isKnown(cells[label].strip()) && labels.isKnown(cells[text].strip())) {
                throw new EvaluationException(where + ": the text is the label \"" + cells[text].strip()
                        + "\"; without a header, each row must be"
                        + " a text, a tab and its label; or name the columns label and text in the first row");
            }
            return new LabelledText(labels.resolve(cells[label].strip(), where), cells[text]);
        }
    }

    /** Reads the lines of a UTF-8 file. */
    static List<String> lines(Path file) {
        try {
            return ByteOrderMark.removed(Files.readString(file)).lines().toList();
        } catch (CharacterCodingException e) {
            throw new EvaluationException(file + " is not UTF-8; convert it to UTF-8", e);
        } catch (IOException e) {
            throw new EvaluationException(file + " cannot be read: " + e, e);
        }
    }
}
