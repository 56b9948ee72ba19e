package io.sluice.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.Internal;
import io.sluice.offline.simulation.Authors;
import io.sluice.offline.simulation.LabelTurn;
import io.sluice.offline.simulation.Mood;
import io.sluice.offline.simulation.Post;
import io.sluice.offline.simulation.TurnGroundTruth;
import org.jspecify.annotations.Nullable;

/** Authors whose moods turn at known moments, and the running labels that follow them. */
@Internal
public final class TextScenario implements DemoScenario {
    private static final int AUTHORS = 10;
    private static final Stage STAGE = new Stage(
            AUTHORS + " simulated authors",
            "sentiment",
            "text",
            ScoredText.HEADING,
            "every turn of a mood or of a running label");

    private final Authors authors;
    private final MeterRegistry meters;
    private final TurnGroundTruth ledger = new TurnGroundTruth();
    private final LabelScore labels = new LabelScore();

    /**
     * A scenario.
     *
     * @param meters the pipeline's, which counts the texts that it cuts
     */
    public TextScenario(long seed, MeterRegistry meters) {
        this.authors = new Authors(AUTHORS, seed);
        this.meters = meters;
    }

    @Override
    public Stage stage() {
        return STAGE;
    }

    @Override
    public Event next() {
        Post post = authors.next();
        return new Event(post.author(), post.step(), post.json(), prediction -> judge(post, prediction));
    }

    @Override
    public Findings findings() {
        long cut = (long) meters.counter("sluice.texts.cut").count();
        return TurnFindings.of(labels, ledger.report(), cut);
    }

    ScoredText judge(Post post, JsonNode json) {
        TextPrediction prediction = TextPrediction.of(json);
        labels.add(post, prediction);
        @Nullable
        LabelTurn confirmed = ledger.score(post, Mood.of(prediction.running().name()));
        return new ScoredText(prediction, post, confirmed);
    }
}
