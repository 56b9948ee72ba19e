package io.sluice.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sluice.event.TextEvent;
import io.sluice.model.BundleException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassificationScorerTest {
    private static final List<String> OUTPUTS =
            List.of("running.sad", "logit.glad", "logit.sad", "other", "running.glad");

    private final ClassificationScorer scorer = new ClassificationScorer(OUTPUTS, Map.of("sure", 0.7));

    private Classification score(float... y) {
        return scorer.score(y, 1, new TextEvent(null, 0, false, "a"), ByteBuffer.allocate(0));
    }

    private static float probability(LabelProbabilities probabilities, String label) {
        return probabilities.labels().stream()
                .filter(one -> one.label().equals(label))
                .findFirst()
                .orElseThrow()
                .probability();
    }

    @Test
    void probabilitiesAreTheSoftmaxOfTheLogitsByName() {
        Classification classification = score((float) Math.log(3), (float) Math.log(4), 0, 99, 0);
        assertThat(probability(classification.event(), "glad")).isEqualTo(0.8f, within(1e-6f));
        assertThat(probability(classification.event(), "sad")).isEqualTo(0.2f, within(1e-6f));
        assertThat(probability(classification.running(), "glad")).isEqualTo(0.25f, within(1e-6f));
        assertThat(classification.event().label()).isEqualTo("glad");
        assertThat(classification.running().label()).isEqualTo("sad");
    }

    @Test
    void labelsHaveTheOrderOfTheManifest() {
        assertThat(scorer.labels()).containsExactly("glad", "sad");
        assertThat(ClassificationScorer.labels(List.of("logit.b", "logit.a", "running.a", "running.b")))
                .containsExactly("b", "a");
        assertThat(score(0, 0, 0, 0, 0).running().labels())
                .extracting(LabelProbabilities.LabelProbability::label)
                .containsExactly("glad", "sad");
    }

    @Test
    void anEventIsUnsureBelowTheProbabilityOfTheSetting() {
        assertThat(score(9, (float) Math.log(2), 0, 0, 0).unsure()).isTrue(); // 0.667
        assertThat(score(0, (float) Math.log(3), 0, 0, 0).unsure()).isFalse(); // 0.75
    }

    @Test
    void equalProbabilitiesGiveTheFirstLabel() {
        assertThat(score(0, 2, 2, 0, 0).event().label()).isEqualTo("glad");
    }

    @Test
    void logitsOfAnyMagnitudeGiveProbabilities() {
        Classification classification = score(-Float.MAX_VALUE, 3e38f, -3e38f, 0, Float.MAX_VALUE);
        assertThat(probability(classification.event(), "glad")).isEqualTo(1);
        assertThat(probability(classification.event(), "sad")).isZero();
        assertThat(probability(classification.running(), "glad")).isEqualTo(1);
    }

    @Test
    void aPriorMultipliesTheProbabilitiesOfItsLabel() {
        ClassificationScorer elsewhere = new ClassificationScorer(OUTPUTS, Map.of("prior.sad", 0.9, "prior.glad", 0.1));
        float[] y = {(float) Math.log(2), (float) Math.log(4), 0, 99, 0};
        Classification found = elsewhere.score(y, 1, new TextEvent(null, 0, false, "a"), ByteBuffer.allocate(0));
        assertThat(probability(found.event(), "sad")).isEqualTo(0.9f / 1.3f, within(1e-6f));
        assertThat(found.event().label()).isEqualTo("sad");
        assertThat(probability(found.running(), "sad")).isEqualTo(1.8f / 1.9f, within(1e-6f));
    }

    @Test
    void aPriorMustBePositiveAndAllLabelsNeedOneOrNone() {
        assertThatThrownBy(() -> new ClassificationScorer(OUTPUTS, Map.of("prior.sad", 0.9)))
                .isInstanceOf(BundleException.class)
                .hasMessage("scoring names [prior.sad]; name all of [prior.glad, prior.sad], or none");
        assertThatThrownBy(() -> new ClassificationScorer(OUTPUTS, Map.of("prior.sad", 1.0, "prior.glad", 0.0)))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("prior.glad 0.0; it must be above 0");
    }

    @Test
    void aLabelNeedsBothOutputs() {
        assertThatThrownBy(() -> new ClassificationScorer(List.of("logit.a", "logit.b", "running.a"), Map.of()))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("\"running.b\"");
    }

    @Test
    void oneLabelIsTooFew() {
        assertThatThrownBy(() -> new ClassificationScorer(List.of("logit.a", "running.a"), Map.of()))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("at least two labels");
    }

    @Test
    void sureMustBeAProbability() {
        assertThatThrownBy(() -> new ClassificationScorer(OUTPUTS, Map.of("sure", 1.1)))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("sure 1.1");
    }

    @Test
    void everyFiniteLogitGivesAFiniteVerdict() {
        ClassificationScorer withPriors =
                new ClassificationScorer(OUTPUTS, Map.of("prior.glad", 1e300, "prior.sad", 1e-300));
        for (float logit : new float[] {0, 89, Float.MAX_VALUE, -Float.MAX_VALUE}) {
            float[] y = {-Float.MAX_VALUE, logit, -logit, 0, Float.MAX_VALUE};
            assertThat(withPriors
                            .score(y, 1, new TextEvent(null, 0, false, "a"), ByteBuffer.allocate(0))
                            .isFinite())
                    .isTrue();
        }
    }
}
