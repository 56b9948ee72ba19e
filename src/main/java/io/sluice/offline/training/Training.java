package io.sluice.offline.training;

import io.sluice.model.Bundle;
import io.sluice.offline.training.loop.Checkpoint;
import io.sluice.offline.training.loop.Evidence;
import io.sluice.offline.training.loop.Learner;
import io.sluice.offline.training.loop.Metrics;
import io.sluice.offline.training.loop.StoppedException;
import io.sluice.offline.training.loop.Trainer;
import io.sluice.offline.training.loop.TrainingException;
import io.sluice.offline.training.loop.TrainingListener;
import io.sluice.offline.training.loop.TrainingResult;
import io.sluice.offline.training.recipe.Corpus;
import io.sluice.offline.training.recipe.Recipe;
import io.sluice.offline.training.recipe.Split;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Makes a bundle from a recipe and a folder of data: measures the recipe by cross-validation where that is asked for,
 * trains on all examples, writes bundle and report.
 *
 * <p>Each fold and the training itself have a checkpoint of their own in the folder {@value #CHECKPOINTS} below the
 * bundle's; one that has ended stays there, so that a resumed run passes over it. All are removed at the end.
 *
 * @param <E> an example
 * @param <F> what is measured on examples
 */
public final class Training<E, F extends Metrics> {
    private static final String CHECKPOINTS = "checkpoint";

    private final TrainingRequest request;
    private final Recipe<E, F> recipe;
    private final Corpus<E> corpus;
    private final TrainingListener listener;
    private final Trainer trainer;

    private Training(TrainingRequest request, Recipe<E, F> recipe, TrainingListener listener, BooleanSupplier stop)
            throws IOException {
        this.request = request;
        this.recipe = recipe;
        this.corpus = recipe.read(request.data());
        this.listener = listener;
        this.trainer = new Trainer(recipe.settings(), request.seed(), listener, stop);
    }

    /**
     * Does what is asked.
     *
     * @param stop is asked again and again whether to stop; a checkpoint is left then
     * @return what was measured, in words: on what was held back where something was, else on what was learned
     * @throws org.apache.kafka.common.config.ConfigException where the recipe is wrong
     * @throws TrainingException where the data is, the loss is not finite, or a checkpoint is in the way
     * @throws StoppedException where it was asked to stop
     */
    public static String run(TrainingRequest request, TrainingListener listener, BooleanSupplier stop)
            throws IOException {
        return run(request, checked(request), listener, stop);
    }

    /**
     * Looks at what can be wrong with a request before its data are read.
     *
     * @throws org.apache.kafka.common.config.ConfigException where the recipe is wrong
     * @throws TrainingException where another bundle, or the checkpoint of one, is in the way
     */
    public static void require(TrainingRequest request) throws IOException {
        checked(request);
    }

    private static Recipe<?, ?> checked(TrainingRequest request) throws IOException {
        Recipe<?, ?> recipe = Recipes.read(request.recipe());
        requireOut(request);
        return recipe;
    }

    /** A bundle is never written over another one, but over what an ended run of the same began to write. */
    private static void requireOut(TrainingRequest request) {
        boolean ended = Files.exists(checkpoints(request));
        if (ended && !request.resume()) {
            throw new TrainingException("--out " + request.out()
                    + " holds the checkpoint of a training that did not end; --resume goes on from there, or remove "
                    + checkpoints(request));
        }
        if (!ended && Files.exists(request.out().resolve("model.json"))) {
            throw new TrainingException(
                    "--out " + request.out() + " holds a bundle already; remove it or choose another folder");
        }
    }

    private static <E, F extends Metrics> String run(
            TrainingRequest request, Recipe<E, F> recipe, TrainingListener listener, BooleanSupplier stop)
            throws IOException {
        return new Training<>(request, recipe, listener, stop).run();
    }

    private String run() throws IOException {
        listener.say(corpus.examples().size() + " examples, " + corpus.rows() + " rows of "
                + corpus.files().size() + " files");
        if (request.resume() && !Files.exists(checkpoints(request))) {
            listener.say("no checkpoint in " + request.out() + "; training from the beginning");
        }
        requireFolds();
        List<FoldResult<F>> folds = new ArrayList<>();
        for (int fold = 1; fold <= request.folds(); fold++) {
            folds.add(fold(fold));
        }
        Model<E, F> model = model("all", corpus.examples());
        List<E> held = model.division().held();
        Evidence<F> evidence = new Evidence<>(
                request.seed(),
                corpus.files(),
                folds.stream().map(FoldResult::figures).toList(),
                model.measure(model.division().learned()),
                held.isEmpty() ? null : model.measure(held));
        model.learner().write(request.out(), model.trained().archive(), evidence);
        Path copy = request.out().resolve("recipe.properties");
        Files.copy(request.recipe(), copy, StandardCopyOption.REPLACE_EXISTING);
        if (request.report() != null) {
            report(request.report(), model, evidence, folds);
        }
        removeCheckpoints();
        F judged = evidence.held() == null ? evidence.learned() : evidence.held();
        judged.doubts().forEach(doubt -> listener.say("warning: this model is of no use: " + doubt));
        listener.say("wrote " + request.out() + ": " + evidence.learned().summary() + " (learned)"
                + (evidence.held() == null ? "" : ", " + evidence.held().summary() + " (held back)"));
        return judged.summary() + (evidence.held() == null ? " (learned)" : " (held back)");
    }

    private void report(Path file, Model<E, F> model, Evidence<F> evidence, List<FoldResult<F>> folds)
            throws IOException {
        Split<E> division = model.division();
        TrainingResult trained = model.trained();
        new TrainingReport<>(
                        Recipes.properties(request.recipe()),
                        request.seed(),
                        new TrainingReport.Data(
                                division.learned().size(), division.held().size(), corpus.files()),
                        TrainingReport.machine(),
                        new TrainingReport.Course(trained.best(), trained.epochs()),
                        evidence.learned(),
                        evidence.held(),
                        folds)
                .write(file);
        String title = recipe.settings().name() + " " + recipe.settings().version() + ", seed " + request.seed();
        Files.write(TrainingReport.picture(file), new LossCurves(title, trained, folds).svg());
    }

    /** A trained model and what it was made of; its archive is calibrated. */
    private record Model<E, F extends Metrics>(Learner<E, F> learner, Split<E> division, TrainingResult trained) {
        F measure(List<E> examples) throws IOException {
            return learner.measure(trained.archive(), examples);
        }
    }

    private Model<E, F> model(String name, List<E> examples) throws IOException {
        Split<E> division = recipe.validation(examples);
        Learner<E, F> learner = recipe.learner(division.learned(), request.seed());
        TrainingResult trained =
                trainer.train(name, learner, division.learned(), division.held(), checkpoint(name, learner));
        byte[] calibrated = learner.calibrate(trained.archive(), division.held());
        return new Model<>(learner, division, new TrainingResult(calibrated, trained.epochs(), trained.best()));
    }

    private FoldResult<F> fold(int fold) throws IOException {
        String name = "fold " + fold + " of " + request.folds();
        Split<E> unseen = Split.fold(corpus.examples(), recipe::mayBeHeldBack, fold, request.folds());
        Model<E, F> model = model(name, unseen.learned());
        F figures = model.measure(unseen.held());
        listener.say(name + ": " + figures.summary());
        return new FoldResult<>(fold, model.trained().epochs(), model.trained().best(), figures);
    }

    private void requireFolds() {
        long candidates =
                corpus.examples().stream().filter(recipe::mayBeHeldBack).count();
        if (request.folds() != 0 && candidates < 2) {
            throw new TrainingException("--cross-validate " + request.folds() + ": there is one example alone to hold"
                    + " back, or none; at least 2 are needed");
        }
        if (request.folds() != 0 && (request.folds() < 2 || request.folds() > candidates)) {
            throw new TrainingException("--cross-validate " + request.folds() + ": give from 2 to " + candidates
                    + " folds, as many as there are examples to hold back");
        }
    }

    private Checkpoint checkpoint(String name, Learner<E, F> learner) throws IOException {
        return new Checkpoint(
                checkpoints(request).resolve(name.replace(' ', '-') + ".checkpoint"),
                new Checkpoint.Identity(
                        Bundle.sha256(Files.readAllBytes(request.recipe())),
                        sha256(corpus.files().toString() + name),
                        Bundle.sha256(learner.initial()),
                        request.seed()));
    }

    private static String sha256(String text) {
        return Bundle.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Path checkpoints(TrainingRequest request) {
        return request.out().resolve(CHECKPOINTS);
    }

    private void removeCheckpoints() throws IOException {
        try (Stream<Path> files = Files.walk(checkpoints(request))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
