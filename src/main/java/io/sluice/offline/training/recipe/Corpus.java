package io.sluice.offline.training.recipe;

import io.sluice.Internal;
import io.sluice.offline.training.loop.DataFile;
import java.util.List;

/**
 * Data that was read: the examples in an order that depends on the data alone, and the files that they came from.
 *
 * @param <E> an example
 */
@Internal
public record Corpus<E>(List<E> examples, List<DataFile> files) {
    public Corpus {
        examples = List.copyOf(examples);
        files = List.copyOf(files);
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("a recipe must refuse data without examples, by name");
        }
    }

    /** Rows of all files. */
    public long rows() {
        return files.stream().mapToLong(DataFile::rows).sum();
    }
}
