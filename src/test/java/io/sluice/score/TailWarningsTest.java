package io.sluice.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TailWarningsTest {
    private static final float[] STEADY = {0, 1.2f, 0.8f, 1.1f, 0.9f, 1.3f, 0.7f, 1.2f, 1, 0.8f, 1.1f, 1.2f};

    @Test
    void aSurpriseBelow0IsNamedWithItsNumbers() {
        float[] below = STEADY.clone();
        below[3] = -0.5f;
        below[7] = -3.25f;

        assertThat(warnings(Map.of(), below, STEADY))
                .singleElement()
                .asString()
                .startsWith("2 of 24 surprises are below 0, down to -3.250; the scorer tails neither judges them nor");
    }

    @Test
    void aSurpriseThatBeginsLargeIsNamedWithTheEventsToLeaveOut() {
        assertThat(warnings(Map.of(), beginning(71, 30, 5), beginning(60, 20), STEADY))
                .singleElement()
                .asString()
                .startsWith(
                        "surprise begins large: up to 71.00 in the first 4 events of a key, and most of the later ones"
                                + " are at most 1.200")
                .endsWith("or set sluice.scoring.settle.events to 4");
    }

    @Test
    void theFirstEventMayHaveAnySurprise() {
        float[] first = STEADY.clone();
        first[0] = 1_000;

        assertThat(warnings(Map.of(), first, first)).isEmpty();
    }

    @Test
    void theEventsThatTheSettingsLeaveOutMayHaveAnySurprise() {
        assertThat(warnings(Map.of("settle.events", 3.0), beginning(71, 30))).isEmpty();
        assertThat(warnings(Map.of("settle.events", 2.0), beginning(71, 30))).hasSize(1);
    }

    @Test
    void aFaultAtTheBeginningOfOneKeyOfSeveralIsNoSlowStart() {
        assertThat(warnings(Map.of(), beginning(71), STEADY, STEADY)).isEmpty();
    }

    @Test
    void fewEventsSayNothingOfTheBeginning() {
        assertThat(warnings(Map.of(), Arrays.copyOf(beginning(71, 30), 9))).isEmpty();
    }

    @Test
    void aSurpriseThatIsNotJudgedMayBeAnything() {
        List<List<Float>> key = new ArrayList<>();
        for (float surprise : beginning(71, 30)) {
            key.add(List.of(-surprise, 1f));
        }

        AnomalyOutputs outputs = new AnomalyOutputs(List.of("surprise", "deviation.level.a"), List.of("a"));
        assertThat(new TailWarnings(outputs, Map.of("surprise.weight", 0.0)).of(List.of(key)))
                .isEmpty();
    }

    @Test
    void aDeviationThatBeginsLargeIsNamed() {
        List<List<Float>> key = new ArrayList<>();
        for (float deviation : beginning(71, 30)) {
            key.add(List.of(0f, deviation));
        }

        AnomalyOutputs outputs = new AnomalyOutputs(List.of("surprise", "deviation.level.a"), List.of("a"));
        assertThat(new TailWarnings(outputs, Map.of()).of(List.of(key)))
                .singleElement()
                .asString()
                .startsWith("deviation.level.a begins large: up to 71.00 in the first 3 events");
    }

    @Test
    void theEventsToLeaveOutAreThoseUntilTheSurpriseHasTheSizeOfTheLaterOnes() {
        List<String> named = warnings(Map.of(), decaying(400, 1), decaying(400, 2), decaying(400, 3));

        assertThat(named)
                .singleElement()
                .asString()
                .containsPattern("set sluice.scoring.settle.events to (1[6-9]|2\\d)$");
        assertThat(warnings(Map.of("settle.events", 7.0), decaying(400, 1), decaying(400, 2)))
                .singleElement()
                .asString()
                .containsPattern("set sluice.scoring.settle.events to (1[6-9]|2\\d)$");
        assertThat(warnings(Map.of("settle.events", 20.0), decaying(400, 1), decaying(400, 2)))
                .isEmpty();
    }

    @Test
    void faultsAmongTheLaterEventsDoNotHideASlowStart() {
        float[] faulty = decaying(400, 1);
        for (int i = 300; i < 312; i++) {
            faulty[i] = 90;
        }

        assertThat(warnings(Map.of("settle.events", 7.0), faulty))
                .singleElement()
                .asString()
                .containsPattern("set sluice.scoring.settle.events to (1[6-9]|2\\d)$");
    }

    @Test
    void aFaultAmongTheLaterEventsIsNoSlowStart() {
        float[] faulty = decaying(400, 1);
        faulty[60] = 90;

        assertThat(warnings(Map.of("settle.events", 25.0), faulty)).isEmpty();
    }

    @Test
    void aSurpriseThatStillFallsAtTheEndNeedsMoreEventsToBeJudged() {
        String falling = "and it still falls after 20. The scorer tails";

        for (double settle : new double[] {0, 7, 10}) {
            assertThat(warnings(Map.of("settle.events", settle), decaying(20, 1), decaying(20, 2)))
                    .singleElement()
                    .asString()
                    .startsWith("surprise begins large: up to ")
                    .contains(falling)
                    .endsWith("set sluice.scoring.settle.events to the number of events that it needs; model check"
                            + " --events FILE with more events of a key finds it");
        }
    }

    /** Returns surprises that fall from 200 to about 0.3, which is usual. */
    private static float[] decaying(int events, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] surprises = new float[events];
        for (int i = 0; i < events; i++) {
            surprises[i] = (float) (200 * Math.exp(-i / 3.0) + random.nextDouble(0.1, 0.6));
        }
        return surprises;
    }

    /** Returns surprises of which those after the first event are given. */
    private static float[] beginning(float... surprises) {
        float[] all = STEADY.clone();
        System.arraycopy(surprises, 0, all, 1, surprises.length);
        return all;
    }

    private static List<String> warnings(Map<String, Double> scoring, float[]... keys) {
        List<List<List<Float>>> outputs = Arrays.stream(keys)
                .map(key -> IntStream.range(0, key.length)
                        .mapToObj(i -> List.of(key[i]))
                        .toList())
                .toList();
        return new TailWarnings(new AnomalyOutputs(List.of("surprise"), List.of()), scoring).of(outputs);
    }
}
