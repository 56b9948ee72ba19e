package io.sluice.stream;

import io.sluice.engine.ServingModel;
import io.sluice.model.Manifest;
import io.sluice.model.ReferenceGruModel;
import io.sluice.model.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A small anomaly model in plain Java, with its manifest. */
public final class TestModels {
    /** A multiple of 8: with others, kernels may give a row other last bits in another place of the batch. */
    static final int HIDDEN = 8;

    private TestModels() {}

    public static ServingModel spec(String... channels) {
        return spec(Map.of(), channels);
    }

    public static ServingModel spec(Map<String, Double> scoring, String... channels) {
        return spec(Manifest.ScorerKind.TAILS, scoring, channels);
    }

    static ServingModel spec(Manifest.ScorerKind scorer, Map<String, Double> scoring, String... channels) {
        List<Manifest.Input.Field> fields = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        List<Manifest.Output> outputs = new ArrayList<>(List.of(new Manifest.Output("surprise")));
        for (String channel : channels) {
            fields.add(new Manifest.Input.Field(channel, "/" + channel));
            columns.addAll(List.of(channel, channel + ".missing"));
            outputs.add(new Manifest.Output("expected." + channel));
            outputs.add(new Manifest.Output("surprise." + channel));
        }
        columns.add("gap.log_seconds");
        return new ServingModel(
                new Manifest(
                        Manifest.FORMAT,
                        "test",
                        "1.0.0",
                        Manifest.Task.ANOMALY,
                        new Manifest.Weights("model.pt", "0".repeat(64)),
                        new Sizes(columns.size(), HIDDEN, outputs.size()),
                        new Manifest.Input.Numeric(fields, columns),
                        outputs,
                        scorer,
                        scoring,
                        List.of()),
                17);
    }

    public static ReferenceGruModel model(ServingModel spec) {
        return ReferenceGruModel.random(spec.manifest().sizes(), 5);
    }
}
