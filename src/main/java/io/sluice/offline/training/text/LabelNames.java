package io.sluice.offline.training.text;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The labels of a recipe, by name or by index from 0. An index counts only if no label is a whole number. */
final class LabelNames {
    private final List<String> labels;
    private final boolean indexed;

    LabelNames(List<String> labels) {
        this.labels = List.copyOf(labels);
        this.indexed = labels.stream().noneMatch(label -> label.matches("\\d+"));
    }

    /** Returns the index of a label; empty if the recipe has no such label. */
    OptionalInt indexOf(String label) {
        return IntStream.range(0, labels.size())
                .filter(i -> label.equals(labels.get(i)) || (indexed && label.equals(Integer.toString(i))))
                .findFirst();
    }

    /** Lists the labels, as in "positive (or 1), negative (or 0)". */
    String known() {
        return IntStream.range(0, labels.size())
                .mapToObj(i -> labels.size() - 1 - i)
                .map(i -> labels.get(i) + (indexed ? " (or " + i + ")" : ""))
                .collect(Collectors.joining(", "));
    }
}
