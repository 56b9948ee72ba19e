package io.sluice.offline.training.text;

import io.sluice.offline.training.loop.TrainingException;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The columns of a table of labelled texts, which has tabs between its columns and no quoting. */
final class SampleTable {
    private static final String LABEL = "label";
    private static final String TEXT = "text";

    private final List<String> labels;
    private final List<String> columns;
    /** Whether a label may be an index; a label that is a whole number would make that ambiguous. */
    private final boolean indexed;

    /**
     * Reads the header of a table.
     *
     * @param where the place of the header, for a message
     */
    SampleTable(List<String> labels, String header, String where) {
        this.labels = labels;
        this.columns = List.of(header.split("\t", -1));
        this.indexed = labels.stream().noneMatch(label -> label.matches("\\d+"));
        if (!columns.containsAll(List.of(LABEL, TEXT))) {
            throw new TrainingException(where + "the header is \"" + header
                    + "\"; it must have the columns label and text, with a tab between them");
        }
        if (new HashSet<>(columns).size() < columns.size()) {
            throw new TrainingException(where + "the header names a column twice: " + columns);
        }
    }

    /** Returns the columns that hold neither a label nor a text. */
    List<String> ignoredColumns() {
        return columns.stream()
                .filter(column -> !column.equals(LABEL) && !column.equals(TEXT))
                .toList();
    }

    /**
     * Reads a row.
     *
     * @param where the place of the row, for a message
     */
    LabelledSample sample(int set, String where, String row) {
        boolean textIsLast = columns.indexOf(TEXT) == columns.size() - 1;
        String[] cells = row.split("\t", textIsLast ? columns.size() : -1);
        if (cells.length != columns.size()) {
            throw new TrainingException(where + "the row has " + cells.length
                    + " columns, separated by tabs; the header has " + columns.size());
        }
        String text = cells[columns.indexOf(TEXT)];
        if (text.isBlank()) {
            throw new TrainingException(where + "the text is empty");
        }
        return LabelledSample.single(set, label(where, cells[columns.indexOf(LABEL)]), text);
    }

    private int label(String where, String label) {
        if (labels.contains(label)) {
            return labels.indexOf(label);
        }
        return IntStream.range(0, labels.size())
                .filter(i -> indexed && label.equals(Integer.toString(i)))
                .findFirst()
                .orElseThrow(
                        () -> new TrainingException(where + "the label is \"" + label + "\"; it must be " + known()));
    }

    /** Lists the labels, as in "positive (or 1), negative (or 0)". */
    private String known() {
        return IntStream.range(0, labels.size())
                .mapToObj(i -> labels.size() - 1 - i)
                .map(i -> labels.get(i) + (indexed ? " (or " + i + ")" : ""))
                .collect(Collectors.joining(", "));
    }
}
