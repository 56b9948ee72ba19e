package io.sluice.training;

import io.sluice.model.Bundle;
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
public final class Training<E, F extends Figures> {
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
     * @throws org.apache.kafka.common.config.ConfigException where the recipe is wrong
     * @throws TrainingException where the data is, the loss is not finite, or a checkpoint is in the way
     * @throws StoppedException where it was asked to stop
     */
    public static void run(TrainingRequest request, TrainingListener listener, BooleanSupplier stop)
            throws IOException {
        run(request, Recipes.read(request.recipe()), listener, stop);
    }

    private static <E, F extends Figures> void run(
            TrainingRequest request, Recipe<E, F> recipe, TrainingListener listener, BooleanSupplier stop)
            throws IOException {
        new Training<>(request, recipe, listener, stop).run();
    }

    private void run() throws IOException {
        listener.say(corpus.examples().size() + " examples, " + corpus.rows() + " rows of "
                + corpus.files().size() + " files");
        requireCheckpoints();
        List<Measured<F>> folds = crossValidate();
        Stage<E> stage = stage("all", Division.share(corpus.examples(), recipe::mayBeHeldBack, share()));
        Learner<E, F> learner = recipe.learner(stage.division().learned(), request.seed());
        Trained trained = train(stage, learner);
        byte[] archive = learner.calibrate(trained.archive(), stage.division().held());
        List<E> held = stage.division().held();
        Evidence<F> evidence = new Evidence<>(
                request.seed(),
                corpus.files(),
                folds.stream().map(Measured::figures).toList(),
                learner.measure(archive, stage.division().learned()),
                held.isEmpty() ? null : learner.measure(archive, held));
        learner.write(request.out(), archive, evidence);
        Files.copy(request.recipe(), request.out().resolve("recipe.properties"), StandardCopyOption.REPLACE_EXISTING);
        if (request.report() != null) {
            TrainingReport.write(
                    request.report(), Recipes.properties(request.recipe()), corpus.files(), evidence, trained, folds);
        }
        removeCheckpoints();
        listener.say("wrote " + request.out());
    }

    private double share() {
        return recipe.settings().validationShare();
    }

    /** A training of its own: its name and what is learned. */
    private record Stage<E>(String name, Division<E> division) {}

    private Stage<E> stage(String name, Division<E> division) {
        return new Stage<>(name, division);
    }

    private List<Measured<F>> crossValidate() throws IOException {
        int folds = request.folds();
        long candidates =
                corpus.examples().stream().filter(recipe::mayBeHeldBack).count();
        if (folds != 0 && (folds < 2 || folds > candidates)) {
            throw new TrainingException("--cross-validate " + folds + ": give from 2 to " + candidates
                    + " folds, as many as there are examples to hold back");
        }
        List<Measured<F>> measured = new ArrayList<>();
        for (int fold = 1; fold <= folds; fold++) {
            measured.add(fold(fold));
        }
        return measured;
    }

    private Measured<F> fold(int fold) throws IOException {
        String name = "fold " + fold + " of " + request.folds();
        Division<E> unseen = Division.fold(corpus.examples(), recipe::mayBeHeldBack, fold, request.folds());
        Stage<E> stage = stage(name, Division.share(unseen.learned(), recipe::mayBeHeldBack, share()));
        Learner<E, F> learner = recipe.learner(stage.division().learned(), request.seed());
        Trained trained = train(stage, learner);
        byte[] archive = learner.calibrate(trained.archive(), stage.division().held());
        F figures = learner.measure(archive, unseen.held());
        listener.say(name + ": " + figures.summary());
        return new Measured<>(fold, trained.epochs(), trained.best(), figures);
    }

    private Trained train(Stage<E> stage, Learner<E, F> learner) throws IOException {
        Checkpoint checkpoint = new Checkpoint(
                checkpoints().resolve(stage.name().replace(' ', '-') + ".checkpoint"),
                new Checkpoint.Identity(
                        Bundle.sha256(Files.readAllBytes(request.recipe())),
                        sha256(corpus.files().toString() + stage.name()),
                        Bundle.sha256(learner.initial()),
                        request.seed()));
        return trainer.train(
                stage.name(),
                learner,
                stage.division().learned(),
                stage.division().held(),
                checkpoint);
    }

    private static String sha256(String text) {
        return Bundle.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private Path checkpoints() {
        return request.out().resolve(CHECKPOINTS);
    }

    private void requireCheckpoints() throws IOException {
        boolean found = Files.exists(checkpoints());
        if (found && !request.resume()) {
            throw new TrainingException("--out " + request.out()
                    + " holds the checkpoint of a training that did not end; --resume goes on from there, or remove "
                    + checkpoints());
        }
        if (!found && request.resume()) {
            listener.say("no checkpoint in " + request.out() + "; training from the beginning");
        }
    }

    private void removeCheckpoints() throws IOException {
        try (Stream<Path> files = Files.walk(checkpoints())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
