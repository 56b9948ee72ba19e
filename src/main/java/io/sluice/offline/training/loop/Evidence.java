package io.sluice.offline.training.loop;

import io.sluice.Internal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The origin and the measurements of a trained model, from which its model card is written.
 *
 * @param seed the seed of the training
 * @param files the data files
 * @param origin the way in which the data was given
 * @param folds the metrics of each fold under a model that did not see it, in order; empty without cross-validation
 * @param learned the metrics on the training examples
 * @param held the metrics on the validation examples, which chose the best epoch; null if none were held back
 */
@Internal
public record Evidence<F extends Metrics>(
        long seed,
        List<DataFile> files,
        DataOrigin origin,
        List<F> folds,
        F learned,
        @Nullable F held) {
    public Evidence {
        files = List.copyOf(files);
        folds = List.copyOf(folds);
    }

    /** The evidence of a training with a folder of data. */
    public Evidence(long seed, List<DataFile> files, List<F> folds, F learned, @Nullable F held) {
        this(seed, files, DataOrigin.FOLDER, folds, learned, held);
    }
}
