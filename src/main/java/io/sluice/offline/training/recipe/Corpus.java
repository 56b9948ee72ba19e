package io.sluice.offline.training.recipe;

import io.sluice.Internal;
import io.sluice.offline.training.loop.DataFile;
import io.sluice.offline.training.loop.DataOrigin;
import java.util.List;

/**
 * The examples of a training, and the files from which they were read.
 *
 * @param examples at least one example, in an order that depends only on the data
 * @param origin the way in which the data was given
 * @param notes what was left out while reading, for people
 * @param warnings what is probably wrong with the data, with what to do
 * @param <E> the type of an example
 */
@Internal
public record Corpus<E>(
        List<E> examples, List<DataFile> files, DataOrigin origin, List<String> notes, List<String> warnings) {
    public Corpus {
        examples = List.copyOf(examples);
        files = List.copyOf(files);
        notes = List.copyOf(notes);
        warnings = List.copyOf(warnings);
        if (examples.isEmpty()) {
            throw new IllegalArgumentException(
                    "the data has no examples; the recipe must refuse such data with the name of the folder");
        }
    }

    /** The examples of data without warnings. */
    public Corpus(List<E> examples, List<DataFile> files, DataOrigin origin, List<String> notes) {
        this(examples, files, origin, notes, List.of());
    }

    /** The examples of a folder. */
    public Corpus(List<E> examples, List<DataFile> files, List<String> notes) {
        this(examples, files, DataOrigin.FOLDER, notes);
    }

    /** The examples of a folder of which everything was read. */
    public Corpus(List<E> examples, List<DataFile> files) {
        this(examples, files, List.of());
    }

    /** Returns the number of rows of all files. */
    public long rows() {
        return files.stream().mapToLong(DataFile::rows).sum();
    }
}
