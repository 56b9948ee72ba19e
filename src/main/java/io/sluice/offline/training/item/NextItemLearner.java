package io.sluice.offline.training.item;

import io.sluice.Internal;
import io.sluice.offline.dataset.ClickSession;
import io.sluice.offline.training.loop.Batches;
import io.sluice.offline.training.loop.Evidence;
import io.sluice.offline.training.loop.Learner;
import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.TorchScriptArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Teaches a {@link NextItemModule}: items and {@link NextItemRules} come from the examples at once, then the network
 * learns items' embeddings and whom to believe, over {@link SessionBatches}.
 */
@Internal
public final class NextItemLearner implements Learner<ClickSession, NextItemMetrics> {
    private final NextItemRecipe recipe;
    private final long seed;
    private final ItemIds ids;
    private final NextItemModule cell;
    private final NextItemRules rules;
    private final SampledItems sampled;
    private final Set<ClickSession> counted = Collections.newSetFromMap(new IdentityHashMap<>());

    NextItemLearner(NextItemRecipe recipe, List<ClickSession> examples, long seed) {
        this.recipe = recipe;
        this.seed = seed;
        this.ids = new ItemIds(examples);
        this.cell = recipe.cell(ids.count());
        this.rules = new NextItemRules(examples.stream().map(ids::of).toList(), ids, recipe.rules());
        this.sampled = new SampledItems(weights(recipe.samplesPower()), recipe.samples(), seed);
        counted.addAll(examples);
    }

    /** A power of each item's clicks, by id. */
    private double[] weights(double power) {
        double[] weights = new double[ids.count() + 1];
        for (int item = 1; item < weights.length; item++) {
            weights[item] = StrictMath.pow(ids.clicks(item), power);
        }
        return weights;
    }

    @Override
    public byte[] initial() throws IOException {
        double[] popularity = weights(1);
        double clicks = 0;
        for (double one : popularity) {
            clicks += one;
        }
        for (int item = 1; item < popularity.length; item++) {
            popularity[item] /= clicks;
        }
        List<Parameter> parameters = new ArrayList<>(rules.parameters(cell.rows()));
        parameters.addAll(cell.initialWeights(popularity, new SplittableRandom(seed)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TorchScriptArchive.write(out, NextItemModule.CLASS_NAME, parameters, cell.methods());
        return out.toByteArray();
    }

    @Override
    public boolean learns(String parameter) {
        return NextItemModule.learns(parameter);
    }

    @Override
    public Batches batches(List<ClickSession> examples) {
        return new SessionBatches(
                cell, rules, sampled, coded(examples), recipe.lanes(), recipe.windowSteps(), recipe.alone());
    }

    private List<CodedSession> coded(List<ClickSession> examples) {
        return examples.stream()
                .map(session -> new CodedSession(ids.of(session), counted.contains(session)))
                .toList();
    }

    @Override
    public NextItemMetrics measure(byte[] archive, List<ClickSession> examples) throws IOException {
        return NextItemMeasurement.of(cell, archive, coded(examples));
    }

    @Override
    public void write(Path folder, byte[] archive, Evidence<NextItemMetrics> evidence) throws IOException {
        NextItemBundle.write(folder, recipe, cell, ids.items(), archive, evidence.files());
        Files.writeString(folder.resolve("README.md"), new NextItemCard(recipe, cell, ids.count(), evidence).text());
    }
}
