package io.sluice.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.Internal;
import io.sluice.offline.simulation.Authors;
import io.sluice.offline.simulation.LabelTurn;
import io.sluice.offline.simulation.Mood;
import io.sluice.offline.simulation.Post;
import io.sluice.offline.simulation.TurnGroundTruth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Simulated authors with known mood turns, and the accuracy of the running labels. */
@Internal
public final class TextScenario implements DemoScenario {
    private static final int AUTHORS = 10;
    private static final String TURN = "turn";
    private static final Setup SETUP = new Setup(
            "text",
            AUTHORS + " simulated authors",
            "sentiment",
            "text",
            ScoredText.HEADING,
            "every turn of a mood or of a running label");

    private final Authors authors;
    private final MeterRegistry meters;
    private final TurnGroundTruth groundTruth = new TurnGroundTruth();
    private final LabelScore labels = new LabelScore();
    private final TruthLog truth = new TruthLog();

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
        Post post = nextPost();
        return new Event(post.author(), post.step(), post.json(), prediction -> score(post, prediction));
    }

    private Post nextPost() {
        synchronized (authors) {
            return authors.next();
        }
    }

    @Override
    public List<InjectableFault> faults() {
        return List.of(new InjectableFault(TURN, "the mood turns"));
    }

    @Override
    public void inject(String key, String kind) {
        if (!kind.equals(TURN)) {
            throw new IllegalArgumentException("there is no fault " + kind + "; the only one is " + TURN);
        }
        synchronized (authors) {
            authors.turnMood(key);
        }
    }

    @Override
    public List<Truth> truth() {
        return truth.all();
    }

    @Override
    public Findings findings() {
        long cut = (long) meters.counter("sluice.texts.cut").count();
        return TurnFindings.describe(labels, groundTruth.report(), cut);
    }

    /** A mood goes on until it turns again. */
    private void log(Post post, @Nullable LabelTurn confirmed) {
        if (post.turn() != null) {
            truth.begin(post.author(), TURN, "the mood turns " + post.mood().label(), post.step(), post.time());
        } else {
            truth.goesOn(post.author(), post.step(), post.time());
        }
        if (confirmed != null && confirmed.kind() == LabelTurn.Kind.SEEN) {
            truth.found(post.author(), confirmed.delay());
        }
    }

    ScoredText score(Post post, JsonNode json) {
        TextPrediction prediction = TextPrediction.parse(json);
        labels.add(post, prediction);
        @Nullable
        LabelTurn confirmed =
                groundTruth.score(post, Mood.of(prediction.running().name()));
        log(post, confirmed);
        return new ScoredText(prediction, post, confirmed);
    }
}
