package io.sluice.offline.training;

import io.sluice.model.Bundle;
import io.sluice.offline.FolderTree;
import io.sluice.offline.training.loop.Checkpoint;
import io.sluice.offline.training.loop.DataOrigin;
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
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Makes a bundle from a recipe and data: measures the recipe by cross-validation if the request asks for it, trains on
 * all examples, and writes the bundle and the report.
 *
 * <p>Each fold and the final training have one checkpoint each, in the folder {@value #CHECKPOINTS} below the folder of
 * the bundle. The checkpoint of a finished fold stays until the end, so that a resumed run skips that fold. All
 * checkpoints are removed when the bundle is written.
 *
 * @param <E> the type of an example
 * @param <F> the type of the metrics
 */
public final class Training<E, F extends Metrics> {
    private static final String CHECKPOINTS = "checkpoint";

    private final TrainingRequest request;
    private final RequestedRecipe requested;
    private final Recipe<E, F> recipe;
    private final Corpus<E> corpus;
    private final TrainingListener listener;
    private final Trainer trainer;

    private Training(
            TrainingRequest request,
            RequestedRecipe requested,
            Recipe<E, F> recipe,
            TrainingListener listener,
            BooleanSupplier stop)
            throws IOException {
        this.request = request;
        this.requested = requested;
        this.recipe = recipe;
        this.corpus = request.data().read(recipe);
        this.listener = listener;
        this.trainer = new Trainer(recipe.settings(), request.seed(), listener, stop);
    }

    /**
     * Trains a model and writes its bundle.
     *
     * @param stop is polled after every window; once it returns true, the training writes a checkpoint and stops
     * @return a summary of the metrics on the validation examples, or on the training examples if none were held back
     * @throws org.apache.kafka.common.config.ConfigException if the recipe is not valid
     * @throws TrainingException if the data is not valid, the loss is not finite, or the folder {@code out} already
     *     holds a bundle or a checkpoint
     * @throws StoppedException if {@code stop} returned true
     */
    public static String run(TrainingRequest request, TrainingListener listener, BooleanSupplier stop)
            throws IOException {
        RequestedRecipe requested = validRecipe(request);
        return run(request, requested, requested.recipe(), listener, stop);
    }

    /**
     * Checks a request without reading its data.
     *
     * @throws org.apache.kafka.common.config.ConfigException if the recipe is not valid
     * @throws TrainingException if the folder {@code out} already holds a bundle or a checkpoint
     */
    public static void require(TrainingRequest request) throws IOException {
        validRecipe(request);
    }

    private static boolean holdsBundle(Path folder) {
        return Files.exists(folder.resolve("model.json"));
    }

    private static RequestedRecipe validRecipe(TrainingRequest request) throws IOException {
        RequestedRecipe recipe = RequestedRecipe.of(request);
        requireOut(request);
        return recipe;
    }

    /** A new bundle never replaces an existing one. Only files of an interrupted run may be overwritten. */
    private static void requireOut(TrainingRequest request) {
        boolean interrupted = Files.exists(checkpoints(request));
        if (interrupted && !request.resume()) {
            throw new TrainingException("--out " + request.out()
                    + " holds the checkpoint of an interrupted training; continue it with --resume, or remove "
                    + checkpoints(request));
        }
        if (!interrupted
                && (holdsBundle(request.out()) || holdsBundle(request.out().resolve(BundleForms.ONNX)))) {
            throw new TrainingException(
                    "--out " + request.out() + " holds a bundle already; remove it or choose another folder");
        }
    }

    private static <E, F extends Metrics> String run(
            TrainingRequest request,
            RequestedRecipe requested,
            Recipe<E, F> recipe,
            TrainingListener listener,
            BooleanSupplier stop)
            throws IOException {
        return new Training<>(request, requested, recipe, listener, stop).run();
    }

    private String run() throws IOException {
        listener.say(corpus.examples().size() + " examples, " + corpus.rows() + " rows from "
                + (corpus.files().size() == 1
                        ? corpus.files().get(0).name()
                        : corpus.files().size() + " files"));
        corpus.notes().forEach(note -> listener.say("note: " + note));
        corpus.warnings().forEach(warning -> listener.say("warning: " + warning));
        if (request.resume() && !Files.exists(checkpoints(request))) {
            listener.say("no checkpoint in " + request.out() + "; training from the beginning");
        }
        requireFolds();
        if (request.falseAlertsPerDay() != null) {
            recipe.requireThreshold(recipe.validation(corpus.examples()));
        }
        List<FoldResult<F>> folds = new ArrayList<>();
        for (int fold = 1; fold <= request.folds(); fold++) {
            folds.add(fold(fold));
        }
        Model<E, F> model = model("all", corpus.examples());
        List<E> held = model.split().held();
        Evidence<F> evidence = new Evidence<>(
                request.seed(),
                corpus.files(),
                origin(),
                folds.stream().map(FoldResult::figures).toList(),
                model.measure(model.split().learned()),
                held.isEmpty() ? null : model.measure(held));
        model.learner().write(request.out(), model.trained().archive(), evidence);
        Files.writeString(request.out().resolve("recipe.properties"), requested.text());
        if (request.falseAlertsPerDay() != null) {
            recipe.chooseThreshold(request.out(), model.split(), request.falseAlertsPerDay())
                    .forEach(listener::say);
        }
        listener.say(BundleForms.write(request.out(), model.learner().onnx()));
        if (request.report() != null) {
            report(request.report(), model, evidence, folds);
        }
        FolderTree.delete(checkpoints(request));
        F decisive = evidence.held() == null ? evidence.learned() : evidence.held();
        decisive.doubts().forEach(doubt -> listener.say("warning: this model is of no use: " + doubt));
        new ClosingLines(request.out(), Bundle.open(request.out()).manifest(), request.data())
                .of(evidence)
                .forEach(listener::say);
        return decisive.summary() + (evidence.held() == null ? " (learned)" : " (held back)");
    }

    private DataOrigin origin() {
        BigDecimal aDay = request.falseAlertsPerDay();
        return aDay == null ? corpus.origin() : corpus.origin().with("--false-alerts-per-day " + aDay.toPlainString());
    }

    private void report(Path file, Model<E, F> model, Evidence<F> evidence, List<FoldResult<F>> folds)
            throws IOException {
        Split<E> split = model.split();
        TrainingResult trained = model.trained();
        new TrainingReport<>(
                        new TreeMap<>(requested.keys()),
                        request.seed(),
                        new TrainingReport.Data(
                                split.learned().size(), split.held().size(), corpus.files()),
                        TrainingReport.currentEnvironment(),
                        new TrainingReport.History(trained.best(), trained.epochs()),
                        evidence.learned(),
                        evidence.held(),
                        folds)
                .write(file);
        String title = recipe.settings().name() + " " + recipe.settings().version() + ", seed " + request.seed();
        Files.write(TrainingReport.picture(file), new LossCurves(title, trained, folds).svg());
    }

    /** A trained and calibrated model, with its learner and its examples. */
    private record Model<E, F extends Metrics>(Learner<E, F> learner, Split<E> split, TrainingResult trained) {
        F measure(List<E> examples) throws IOException {
            return learner.measure(trained.archive(), examples);
        }
    }

    private Model<E, F> model(String name, List<E> examples) throws IOException {
        Split<E> split = recipe.validation(examples);
        Learner<E, F> learner = recipe.learner(split.learned(), request.seed());
        TrainingResult trained = trainer.train(name, learner, split.learned(), split.held(), checkpoint(name, learner));
        byte[] calibrated = learner.calibrate(trained.archive(), split.held());
        return new Model<>(learner, split, new TrainingResult(calibrated, trained.epochs(), trained.best()));
    }

    private FoldResult<F> fold(int fold) throws IOException {
        String name = "fold " + fold + " of " + request.folds();
        Split<E> split = Split.fold(corpus.examples(), recipe::mayBeHeldBack, fold, request.folds());
        Model<E, F> model = model(name, split.learned());
        F figures = model.measure(split.held());
        listener.say(name + ": " + figures.summary());
        return new FoldResult<>(fold, model.trained().epochs(), model.trained().best(), figures);
    }

    private void requireFolds() {
        long candidates =
                corpus.examples().stream().filter(recipe::mayBeHeldBack).count();
        if (request.folds() != 0 && candidates < 2) {
            throw new TrainingException(
                    "--cross-validate " + request.folds() + ": the number of examples that can be held back is "
                            + candidates + "; give data with at least 2, or leave out --cross-validate");
        }
        if (request.folds() != 0 && (request.folds() < 2 || request.folds() > candidates)) {
            throw new TrainingException(
                    "--cross-validate " + request.folds() + ": the number of folds must be from 2 to " + candidates
                            + ", the number of examples that can be held back");
        }
    }

    private Checkpoint checkpoint(String name, Learner<E, F> learner) throws IOException {
        return new Checkpoint(
                checkpoints(request).resolve(name.replace(' ', '-') + ".checkpoint"),
                new Checkpoint.Identity(
                        sha256(requested.text()),
                        sha256(corpus.files() + corpus.origin().arguments() + name),
                        Bundle.sha256(learner.initial()),
                        request.seed()));
    }

    private static String sha256(String text) {
        return Bundle.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Path checkpoints(TrainingRequest request) {
        return request.out().resolve(CHECKPOINTS);
    }
}
