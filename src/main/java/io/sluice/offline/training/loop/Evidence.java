package io.sluice.offline.training.loop;

import io.sluice.Internal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model card tells of how a model was made and measured.
 *
 * @param files the data files
 * @param folds the figures of each fold under the model that did not see it, in order; empty without cross-validation
 * @param learned the figures on the examples that the model was trained on
 * @param held the figures on those that chose its epoch; absent where none were held back
 */
@Internal
public record Evidence<F extends Metrics>(
        long seed,
        List<DataFile> files,
        List<F> folds,
        F learned,
        @Nullable F held) {
    public Evidence {
        files = List.copyOf(files);
        folds = List.copyOf(folds);
    }
}
