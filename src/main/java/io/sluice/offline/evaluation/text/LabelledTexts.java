package io.sluice.offline.evaluation.text;

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
 * Texts with labels in tab-separated rows, without quoting: a header that names {@code label} and {@code text} in any
 * order, or without one rows {@code text<TAB>label}. UTF-8.
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
     * Reads a file, or the one {@code .tsv} of a folder.
     *
     * @throws EvaluationException where there is none, or a row cannot be used: names file and row
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
                        folder + " holds " + tables.size() + " .tsv files " + tables + "; give one file");
            }
            return tables.get(0);
        } catch (IOException e) {
            throw new EvaluationException(folder + " cannot be listed: " + e, e);
        }
    }

    private List<LabelledText> read() {
        List<String> rows = Lines.of(file);
        if (rows.isEmpty()) {
            throw new EvaluationException(file + " is empty; needed are rows of a label and a text");
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

    /** Where the two stand among the columns. */
    private record Layout(boolean named, int columns, int label, int text) {
        LabelledText read(String row, String where, Labels labels) {
            String[] cells = row.split("\t", -1);
            if (cells.length != columns) {
                throw new EvaluationException(
                        where + ": " + cells.length + " columns, separated by tabs; needed are " + columns);
            }
            if (!named && !labels.know(cells[label].strip()) && labels.know(cells[text].strip())) {
                throw new EvaluationException(
                        where + ": the label \"" + cells[text].strip() + "\" stands where the text"
                                + " should; without a header a row is a text, a tab and its label. Begin the file with a row of"
                                + " the two columns' names, label and text, in their order");
            }
            return new LabelledText(labels.resolve(cells[label].strip(), where), cells[text]);
        }
    }

    /** A file's lines. */
    static final class Lines {
        private Lines() {}

        static List<String> of(Path file) {
            try {
                return Files.readString(file).lines().toList();
            } catch (CharacterCodingException e) {
                throw new EvaluationException(file + " is not UTF-8", e);
            } catch (IOException e) {
                throw new EvaluationException(file + " cannot be read: " + e, e);
            }
        }
    }
}
