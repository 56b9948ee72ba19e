package io.sluice.offline.training.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SyntheticAuthorsTest {
    private static final int TEXTS = 3840;

    @Test
    void thereAreAsManyTextsAsSingleOnes() {
        assertThat(streams().count()).isEqualTo(TEXTS / SyntheticAuthors.STEPS);
        assertThat(streams().compose(new Random(1)))
                .hasSize(TEXTS / SyntheticAuthors.STEPS)
                .allMatch(stream -> stream.size() == SyntheticAuthors.STEPS && !stream.document());
    }

    @Test
    void fourOfFiveTextsHaveTheLabelOfTheMood() {
        List<TextStep> texts = streams().compose(new Random(1)).stream()
                .flatMap(stream -> stream.utterances().stream())
                .toList();
        long inLine = texts.stream().filter(text -> text.label() == text.mood()).count();
        assertThat((double) inLine / texts.size()).isCloseTo(SyntheticAuthors.IN_LINE, within(0.03));
    }

    @Test
    void aMoodTurnsAfterThreeTextsAtTheEarliest() {
        List<Integer> stretches = new ArrayList<>();
        for (Conversation stream : streams().compose(new Random(1))) {
            int length = 1;
            for (int step = 1; step < stream.size(); step++, length++) {
                if (stream.utterances().get(step).mood()
                        != stream.utterances().get(step - 1).mood()) {
                    stretches.add(length);
                    length = 0;
                }
            }
        }
        assertThat(stretches).isNotEmpty().allMatch(length -> length >= 3);
    }

    @Test
    void mostTextsOfAnAuthorAreFromOneSet() {
        for (Conversation stream : streams().compose(new Random(1))) {
            long first =
                    stream.utterances().stream().filter(text -> text.set() == 0).count();
            assertThat(Math.abs(first - SyntheticAuthors.STEPS / 2)).isGreaterThan(5);
        }
    }

    @Test
    void aStrangersTextsLeanToOneSideTogether() {
        List<Conversation> strangers = streams().composeStrangers(new Random(1));
        assertThat(strangers).allMatch(stranger -> !stranger.labelled());
        assertThat(strangers).allSatisfy(stranger -> {
            double mean = stranger.utterances().stream()
                    .mapToDouble(text -> text.evidence()[0])
                    .average()
                    .orElseThrow();
            // The noise has a mean of 0 and a deviation of at most 1: of 96 texts, 0.1.
            assertThat(strangers.stream()
                            .flatMap(other -> other.utterances().stream())
                            .mapToDouble(text -> Math.abs(text.evidence()[0] - mean))
                            .average()
                            .orElseThrow())
                    .isGreaterThan(stranger.utterances().stream()
                            .mapToDouble(text -> Math.abs(text.evidence()[0] - mean))
                            .average()
                            .orElseThrow());
        });
    }

    @Test
    void documentsAreNotTornApart() {
        assertThat(new SyntheticAuthors(
                                List.of(new Conversation(Conversation.Kind.DOCUMENT, List.of(text(0, 1), text(0, 0)))),
                                2,
                                4)
                        .count())
                .isZero();
    }

    @Test
    void aMoodOfManyTurnsToEachOfTheOthers() {
        SyntheticAuthors three = new SyntheticAuthors(
                IntStream.range(0, TEXTS)
                        .mapToObj(i -> new Conversation(Conversation.Kind.SINGLE, List.of(text(0, i % 3))))
                        .toList(),
                3,
                4);
        Set<List<Integer>> turns = new HashSet<>();
        for (Conversation stream : three.compose(new Random(1))) {
            for (int step = 1; step < stream.size(); step++) {
                turns.add(List.of(
                        stream.utterances().get(step - 1).mood(),
                        stream.utterances().get(step).mood()));
            }
        }
        assertThat(turns).hasSize(9);
    }

    @Test
    void oneSeedGivesTheSameStreamsHoweverManyCameBefore() {
        SyntheticAuthors streams = streams();
        List<Float> once = moods(streams.compose(new Random(1)));
        streams.compose(new Random(2));
        assertThat(moods(streams.compose(new Random(1)))).isEqualTo(once);
    }

    private static List<Float> moods(List<Conversation> streams) {
        return streams.stream()
                .flatMap(stream -> stream.utterances().stream())
                .map(text -> 100f * text.tokens() + 10 * text.label() + text.mood())
                .toList();
    }

    private static SyntheticAuthors streams() {
        return new SyntheticAuthors(
                IntStream.range(0, TEXTS)
                        .mapToObj(i -> new Conversation(Conversation.Kind.SINGLE, List.of(text(i % 4 / 2, i % 2))))
                        .toList(),
                2,
                4);
    }

    private static TextStep text(int set, int label) {
        return new TextStep(set, label, label, new int[] {2, 3}, new float[8]);
    }
}
