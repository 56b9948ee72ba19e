package io.sluice.training;

import java.util.List;

/**
 * Data that was read: the examples in an order that depends on the data alone, and the files that they came from.
 *
 * @param <E> an example
 */
record Corpus<E>(List<E> examples, List<DataFile> files) {
    Corpus {
        examples = List.copyOf(examples);
        files = List.copyOf(files);
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("a recipe must refuse data without examples, by name");
        }
    }

    /** Rows of all files. */
    long rows() {
        return files.stream().mapToLong(DataFile::rows).sum();
    }
}
