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
    void theAuthorsHaveAsManyTextsAsThereAreSingleTexts() {
        assertThat(authors().count()).isEqualTo(TEXTS / SyntheticAuthors.STEPS);
        assertThat(authors().compose(new Random(1)))
                .hasSize(TEXTS / SyntheticAuthors.STEPS)
                .allMatch(author -> author.size() == SyntheticAuthors.STEPS && !author.isDocument());
    }

    @Test
    void fourOfFiveTextsHaveTheLabelOfTheMood() {
        List<TextStep> texts = authors().compose(new Random(1)).stream()
                .flatMap(author -> author.steps().stream())
                .toList();
        long agreeing =
                texts.stream().filter(text -> text.label() == text.mood()).count();
        assertThat((double) agreeing / texts.size()).isCloseTo(SyntheticAuthors.AGREEMENT, within(0.03));
    }

    @Test
    void aMoodLastsForAtLeastThreeTexts() {
        List<Integer> phases = new ArrayList<>();
        for (Conversation author : authors().compose(new Random(1))) {
            int length = 1;
            for (int step = 1; step < author.size(); step++, length++) {
                if (author.steps().get(step).mood()
                        != author.steps().get(step - 1).mood()) {
                    phases.add(length);
                    length = 0;
                }
            }
        }
        assertThat(phases).isNotEmpty().allMatch(length -> length >= 3);
    }

    @Test
    void mostTextsOfAnAuthorAreFromOneSet() {
        for (Conversation author : authors().compose(new Random(1))) {
            long first = author.steps().stream().filter(text -> text.set() == 0).count();
            assertThat(Math.abs(first - SyntheticAuthors.STEPS / 2)).isGreaterThan(5);
        }
    }

    @Test
    void shiftedEvidenceHasTheSameOffsetInAllTextsOfAnAuthor() {
        List<Conversation> shifted = authors().composeShifted(new Random(1));
        assertThat(shifted).allMatch(author -> !author.isLabelled());
        assertThat(shifted).allSatisfy(author -> {
            double mean = author.steps().stream()
                    .mapToDouble(text -> text.evidence()[0])
                    .average()
                    .orElseThrow();
            // The noise has a mean of 0 and a deviation of at most 1. The mean over 96 texts has a deviation of 0.1.
            assertThat(shifted.stream()
                            .flatMap(other -> other.steps().stream())
                            .mapToDouble(text -> Math.abs(text.evidence()[0] - mean))
                            .average()
                            .orElseThrow())
                    .isGreaterThan(author.steps().stream()
                            .mapToDouble(text -> Math.abs(text.evidence()[0] - mean))
                            .average()
                            .orElseThrow());
        });
    }

    @Test
    void aDocumentIsNotSplitIntoTexts() {
        assertThat(new SyntheticAuthors(
                                List.of(new Conversation(Conversation.Kind.DOCUMENT, List.of(text(0, 1), text(0, 0)))),
                                2,
                                4)
                        .count())
                .isZero();
    }

    @Test
    void oneOfThreeMoodsTurnsToEachOfTheOthers() {
        SyntheticAuthors three = new SyntheticAuthors(
                IntStream.range(0, TEXTS)
                        .mapToObj(i -> new Conversation(Conversation.Kind.SINGLE, List.of(text(0, i % 3))))
                        .toList(),
                3,
                4);
        Set<List<Integer>> turns = new HashSet<>();
        for (Conversation author : three.compose(new Random(1))) {
            for (int step = 1; step < author.size(); step++) {
                turns.add(List.of(
                        author.steps().get(step - 1).mood(),
                        author.steps().get(step).mood()));
            }
        }
        assertThat(turns).hasSize(9);
    }

    @Test
    void theSameSeedGivesTheSameConversationsAfterEarlierOnes() {
        SyntheticAuthors authors = authors();
        List<Float> once = moods(authors.compose(new Random(1)));
        authors.compose(new Random(2));
        assertThat(moods(authors.compose(new Random(1)))).isEqualTo(once);
    }

    private static List<Float> moods(List<Conversation> conversations) {
        return conversations.stream()
                .flatMap(author -> author.steps().stream())
                .map(text -> 100f * text.tokenCount() + 10 * text.label() + text.mood())
                .toList();
    }

    private static SyntheticAuthors authors() {
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
