package io.sluice.offline.training.text;

import io.sluice.offline.training.loop.TrainingException;
import java.util.HashSet;
import java.util.List;

/** The columns of a table of labelled texts, which has tabs between its columns and no quoting. */
final class SampleTable {
    private static final String LABEL = "label";
    private static final String TEXT = "text";

    private final LabelNames labels;
    private final List<String> columns;

    /**
     * Reads the header of a table.
     *
     * @param where the place of the header, for a message
     */
    SampleTable(List<String> labels, String header, String where) {
        this.labels = new LabelNames(labels);
        this.columns = List.of(header.split("\t", -1));
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
        return labels.indexOf(label)
                .orElseThrow(() ->
                        new TrainingException(where + "the label is \"" + label + "\"; it must be " + labels.known()));
    }
}
