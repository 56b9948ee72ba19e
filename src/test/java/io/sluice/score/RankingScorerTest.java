package io.sluice.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sluice.event.ItemEvent;
import io.sluice.model.EngineException;
import io.sluice.model.RankedOutput;
import io.sluice.model.Vocabulary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class RankingScorerTest {
    private static final Vocabulary ITEMS = Vocabulary.of(List.of("a", "b", "c", "d", "e", "f"));
    private static final float[] Y = {5, 2, 1, 4, 3, -0.5f, -1, -2, -3, -4};

    private static RankingScorer scorer(int k, SeenItems seen) {
        return new RankingScorer(new RankedOutput(5), ITEMS, k, seen);
    }

    private static ByteBuffer stateOf(RankingScorer scorer) {
        return ByteBuffer.allocate(scorer.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static List<String> ranked(RankingScorer scorer, String item, ByteBuffer state) {
        return scorer.score(Y, 1, new ItemEvent(null, 0, false, item), state).items().stream()
                .map(Ranking.RankedItem::item)
                .toList();
    }

    @Test
    void theFirstItemsOfTheModelAreTheRanking() {
        RankingScorer scorer = scorer(3, SeenItems.KEEP);
        Ranking ranking = scorer.score(Y, 1, new ItemEvent(null, 0, false, "e"), stateOf(scorer));

        assertThat(scorer.stateBytes()).isZero();
        assertThat(ranking.items()).extracting(Ranking.RankedItem::item).containsExactly("e", "b", "a");
        assertThat(ranking.items().get(1).score()).isCloseTo((float) Math.exp(-1), within(1e-7f));
    }

    @Test
    void theNextBestItemsReplaceMaskedOnesAndKeepTheirScores() {
        RankingScorer scorer = scorer(3, SeenItems.MASK);
        ByteBuffer state = stateOf(scorer);

        assertThat(ranked(scorer, "b", state)).containsExactly("e", "a", "d");
        assertThat(ranked(scorer, "e", state)).containsExactly("a", "d", "c");
        assertThat(scorer.score(Y, 3, new ItemEvent(null, 0, false, "e"), state)
                        .items()
                        .get(0)
                        .score())
                .isCloseTo((float) Math.exp(-2), within(1e-7f));
    }

    @Test
    void theLatestDistinctItemsAreMasked() {
        RankingScorer scorer = scorer(3, SeenItems.MASK);
        ByteBuffer state = stateOf(scorer);

        ranked(scorer, "b", state);
        ranked(scorer, "e", state);
        ranked(scorer, "b", state);
        assertThat(ranked(scorer, "b", state)).containsExactly("a", "d", "c");
        assertThat(ranked(scorer, "a", state)).containsExactly("e", "d", "c");
        assertThat(ranked(scorer, "f", state)).containsExactly("e", "b", "d");
    }

    @Test
    void anUnknownItemReplacesNoRememberedOne() {
        RankingScorer scorer = scorer(4, SeenItems.MASK);
        ByteBuffer state = stateOf(scorer);

        ranked(scorer, "e", state);
        assertThat(ranked(scorer, "unknown", state)).containsExactly("b", "a", "d", "c");
    }

    @Test
    void rememberedItemsAreInTheState() {
        ByteBuffer ada = stateOf(scorer(3, SeenItems.MASK));
        ranked(scorer(3, SeenItems.MASK), "e", ada);

        RankingScorer scorer = scorer(3, SeenItems.MASK);
        assertThat(ranked(scorer, "b", stateOf(scorer))).containsExactly("e", "a", "d");
        assertThat(ranked(scorer, "b", ada)).containsExactly("a", "d", "c");
        assertThat(ada.getInt(0)).isEqualTo(2);
        assertThat(ada.getInt(4)).isEqualTo(5);
    }

    @Test
    void aModelThatRanksTooFewOrTooManyItemsIsRefused() {
        assertThatThrownBy(() -> scorer(6, SeenItems.KEEP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the model ranks 5 items; the value must be at most 5");
        assertThatThrownBy(() -> new RankingScorer(new RankedOutput(20_000), ITEMS, 3999, SeenItems.MASK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("would remember 16001 items")
                .hasMessageEndingWith("the value must be at least 4000");
    }

    @Test
    void anIdWithoutAnItemIsAnErrorOfTheModel() {
        float[] y = {7, 2, 1, 4, 3, -0.5f, -1, -2, -3, -4};
        assertThatThrownBy(() -> scorer(2, SeenItems.KEEP)
                        .score(y, 1, new ItemEvent(null, 0, false, "a"), ByteBuffer.allocate(0)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("the id 7");
    }
}
