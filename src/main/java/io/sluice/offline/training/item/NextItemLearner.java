package io.sluice.offline.training.item;

import io.sluice.Internal;
import io.sluice.offline.dataset.ClickSession;
import io.sluice.offline.training.loop.Batches;
import io.sluice.offline.training.loop.Evidence;
import io.sluice.offline.training.loop.Learner;
import io.sluice.offline.training.onnx.OnnxForm;
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
 * Trains a {@link NextItemModule}. It first counts the items and the {@link NextItemRules} of all examples. The network
 * then learns over {@link SessionBatches} the embeddings of items and the weights of the mixture.
 */
@Internal
public final class NextItemLearner implements Learner<ClickSession, NextItemMetrics> {
    private final NextItemSettings settings;
    private final long seed;
    private final ItemIds ids;
    private final NextItemModule module;
    private final NextItemRules rules;
    private final SampledItems sampled;
    private final Set<ClickSession> counted = Collections.newSetFromMap(new IdentityHashMap<>());

    NextItemLearner(NextItemSettings settings, List<ClickSession> examples, long seed) {
        this.settings = settings;
        this.seed = seed;
        this.ids = new ItemIds(examples);
        this.module = settings.module(ids.count());
        this.rules = new NextItemRules(examples.stream().map(ids::of).toList(), ids, settings.rules());
        this.sampled = new SampledItems(weights(settings.samplesPower()), settings.samples(), seed);
        counted.addAll(examples);
    }

    /** Returns a power of the number of clicks of each id. */
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
        for (double ofItem : popularity) {
            clicks += ofItem;
        }
        for (int item = 1; item < popularity.length; item++) {
            popularity[item] /= clicks;
        }
        List<Parameter> parameters = new ArrayList<>(rules.parameters(module.rows()));
        parameters.addAll(module.initialWeights(popularity, new SplittableRandom(seed)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TorchScriptArchive.write(out, NextItemModule.CLASS_NAME, parameters, module.methods());
        return out.toByteArray();
    }

    @Override
    public boolean learns(String parameter) {
        return NextItemModule.learns(parameter);
    }

    @Override
    public Batches batches(List<ClickSession> examples) {
        return new SessionBatches(
                module,
                rules,
                sampled,
                coded(examples),
                settings.batchSize(),
                settings.windowSteps(),
                settings.cellLossWeight());
    }

    private List<CodedSession> coded(List<ClickSession> examples) {
        return examples.stream()
                .map(session -> new CodedSession(ids.of(session), counted.contains(session)))
                .toList();
    }

    @Override
    public OnnxForm onnx() {
        return OnnxForm.of(module.onnx(), settings.choice().kind().key());
    }

    @Override
    public NextItemMetrics measure(byte[] archive, List<ClickSession> examples) throws IOException {
        return NextItemMeasurement.measure(module, archive, coded(examples));
    }

    @Override
    public void write(Path folder, byte[] archive, Evidence<NextItemMetrics> evidence) throws IOException {
        NextItemBundle.write(folder, settings, module, ids.items(), archive, evidence.files());
        Files.writeString(
                folder.resolve("README.md"), new NextItemCard(settings, module, ids.count(), evidence).text());
    }
}
