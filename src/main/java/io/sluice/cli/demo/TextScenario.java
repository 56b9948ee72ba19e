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

/** Simulated authors with known mood turns, and the accuracy of the running labels. */
@Internal
public final class TextScenario implements DemoScenario {
    private static final int AUTHORS = 10;
    private static final Setup SETUP = new Setup(
            AUTHORS + " simulated authors",
            "sentiment",
            "text",
            ScoredText.HEADING,
            "every turn of a mood or of a running label");

    private final Authors authors;
    private final MeterRegistry meters;
    private final TurnGroundTruth groundTruth = new TurnGroundTruth();
    private final LabelScore labels = new LabelScore();

    /**
     * Creates a scenario.
     *
     * @param meters the registry of the pipeline, which counts the texts that it cuts
     */
    public TextScenario(long seed, MeterRegistry meters) {
        this.authors = new Authors(AUTHORS, seed);
        this.meters = meters;
    }

    @Override
    public Setup setup() {
        return SETUP;
    }

    @Override
    public Event next() {
        Post post = authors.next();
        return new Event(post.author(), post.step(), post.json(), prediction -> score(post, prediction));
    }

    @Override
    public Findings findings() {
        long cut = (long) meters.counter("sluice.texts.cut").count();
        return TurnFindings.describe(labels, groundTruth.report(), cut);
    }

    ScoredText score(Post post, JsonNode json) {
        TextPrediction prediction = TextPrediction.parse(json);
        labels.add(post, prediction);
        @Nullable
        LabelTurn confirmed =
                groundTruth.score(post, Mood.of(prediction.running().name()));
        return new ScoredText(prediction, post, confirmed);
    }
}
