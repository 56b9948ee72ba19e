package io.sluice.offline.evaluation.nab;

import io.sluice.Internal;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.OfflineRun;
import io.sluice.offline.training.Training;
import io.sluice.offline.training.TrainingRequest;
import io.sluice.offline.training.loop.TrainingListener;
import io.sluice.offline.training.recipe.RecipeFile;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Trains a model of a bundle's recipe for each fold, without the fold's series, and scores the fold with it. */
@Internal
public final class FoldModels {
    private static final TrainingListener QUIET = new Quiet();

    private final List<NabSeries> corpus;
    private final Path recipe;
    private final Path data;
    private final int folds;
    private final long seed;
    private final NabOutputs outputs;
    private final Path folder;
    private final TrainingListener listener;
    private final Map<Integer, Map<String, List<NabRow>>> rowsByFold = new HashMap<>();

    /**
     * Creates the models of a request. They are trained when they are first needed.
     *
     * @param folder the folder for the models and their recipes
     * @throws EvaluationException if the bundle has no recipe, or the folds do not fit the corpus
     */
    public FoldModels(
            CrossValidationRequest request,
            List<NabSeries> corpus,
            NabOutputs outputs,
            Path folder,
            TrainingListener listener) {
        this.corpus = corpus;
        this.recipe = request.model().resolve("recipe.properties");
        this.data = request.data().resolve("data");
        this.folds = request.folds();
        this.seed = request.seed();
        this.outputs = outputs;
        this.folder = folder;
        this.listener = listener;
        if (!Files.isReadable(recipe)) {
            throw new EvaluationException(
                    "there is no file " + recipe + "; cross-validation trains models from the recipe of a bundle");
        }
        if (corpus.size() < 3) {
            throw new EvaluationException("--cross-validate " + folds + ": the data has " + corpus.size()
                    + " series; at least 3 are needed, because each fold uses choices made on the others");
        }
        if (folds < 3 || folds > corpus.size()) {
            throw new EvaluationException("--cross-validate " + folds + ": give from 3 to " + corpus.size()
                    + " folds, because each fold uses choices made on the others");
        }
    }

    int folds() {
        return folds;
    }

    /** Returns the rows of a fold's series by name, from the model that was trained without the fold. */
    Map<String, List<NabRow>> rows(int fold) {
        return rowsByFold.computeIfAbsent(fold, this::score);
    }

    /**
     * Returns the series of a fold, counted from 0. Series i, in the order of their names, is in fold i modulo folds.
     */
    List<NabSeries> series(int fold) {
        return corpus.stream()
                .filter(one -> corpus.indexOf(one) % folds == fold)
                .toList();
    }

    private Map<String, List<NabRow>> score(int fold) {
        try {
            LoadedBundle bundle = LoadedBundle.open(train(fold), "cpu");
            return OfflineRun.raw(bundle)
                    .score(series(fold).stream().map(NabSeries::keyed).toList(), outputs::row, detail -> {
                        throw new EvaluationException("the pipeline rejected a row of NAB: " + detail);
                    });
        } catch (IOException e) {
            throw new EvaluationException("a model without fold " + (fold + 1) + " cannot be trained: " + e, e);
        }
    }

    private Path train(int fold) throws IOException {
        String name = "without-" + (fold + 1);
        List<NabSeries> heldOut = series(fold);
        listener.say(name + ": training on " + (corpus.size() - heldOut.size()) + " of " + corpus.size() + " series");
        String files = corpus.stream()
                .filter(one -> !heldOut.contains(one))
                .map(NabSeries::name)
                .collect(Collectors.joining(","));
        Path foldRecipe = folder.resolve(name + ".properties");
        RecipeFile.copy(recipe, Map.of("data.files", files), foldRecipe);
        Path bundle = folder.resolve(name);
        Training.run(new TrainingRequest(foldRecipe, data, bundle, seed, false, 0, null), QUIET, () -> false);
        return bundle;
    }

    /** Hides the progress of each training, because there are many. */
    private static final class Quiet implements TrainingListener {
        @Override
        public void say(String line) {}

        @Override
        public void begin(String name, long done, long windows) {}

        @Override
        public void window(int epoch, int epochs, double loss) {}

        @Override
        public void end() {}
    }
}
