package io.sluice.offline.training.recipe;

import io.sluice.Internal;
import io.sluice.offline.training.loop.DataFile;
import java.util.List;

/**
 * The examples of a data folder, and the files from which they were read.
 *
 * @param examples at least one example, in an order that depends only on the data
 * @param <E> the type of an example
 */
@Internal
public record Corpus<E>(List<E> examples, List<DataFile> files) {
    public Corpus {
        examples = List.copyOf(examples);
        files = List.copyOf(files);
        if (examples.isEmpty()) {
            throw new IllegalArgumentException(
                    "the data has no examples; the recipe must refuse such data with the name of the folder");
        }
    }

    /** Returns the number of rows of all files. */
    public long rows() {
        return files.stream().mapToLong(DataFile::rows).sum();
    }
}
