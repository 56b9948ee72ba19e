package io.sluice.offline.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClickGroundTruthTest {
    private final ClickGroundTruth truth = new ClickGroundTruth();

    private Integer click(String visit, String item, String... ranking) {
        return truth.score(new Click(visit, Instant.EPOCH, 1, item, "", false), List.of(ranking));
    }

    @Test
    void aClickIsComparedWithTheRankingAfterTheVisitsPreviousClick() {
        assertThat(click("a", "tea", "mug", "pot")).isNull();
        assertThat(click("b", "mug", "tea")).isNull();
        assertThat(click("a", "pot", "x")).isEqualTo(2);
        assertThat(click("b", "mug", "tea")).isZero();

        ClickReport report = truth.report();
        assertThat(report.clicks()).isEqualTo(2);
        assertThat(report.model().hitRate()).isEqualTo(0.5);
        assertThat(report.model().reciprocalRank()).isEqualTo(0.25);
    }

    @Test
    void aRankBeyondTwentyDoesNotCount() {
        String[] ranking = IntStream.rangeClosed(1, 30).mapToObj(i -> "i" + i).toArray(String[]::new);
        click("a", "tea", ranking);
        click("b", "tea", ranking);

        assertThat(click("a", "i20", ranking)).isEqualTo(20);
        assertThat(click("b", "i21", ranking)).isZero();
    }

    @Test
    void popularityCountsEarlierClicksAndAmongEqualsTheFirstItemWins() {
        click("a", "tea");
        click("b", "mug");
        click("c", "mug");
        click("a", "tea"); // mug 2, tea 1: rank 2
        click("b", "tea"); // mug 2, tea 2, and tea was first: rank 1
        click("c", "mug"); // tea 3, mug 2: rank 2
        click("c", "pot"); // never clicked before: no rank

        ClickReport report = truth.report();
        assertThat(report.clicks()).isEqualTo(4);
        assertThat(report.popularity().hitRate()).isEqualTo(0.75);
        assertThat(report.popularity().reciprocalRank()).isCloseTo((0.5 + 1 + 0.5) / 4, within(1e-12));
    }

    @Test
    void popularityRanksOnlyTheTwentyMostClicked() {
        for (int i = 1; i <= 21; i++) {
            click("first-" + i, "i" + i);
        }
        click("a", "x");
        click("b", "x");
        click("a", "i20"); // x 2, then i1 to i19: rank 21
        click("b", "i18"); // x and i20 2, then i1 to i17: rank 20

        assertThat(truth.report().popularity().hitRate()).isEqualTo(0.5);
        assertThat(truth.report().popularity().reciprocalRank()).isCloseTo(0.5 / 20, within(1e-12));
    }

    @Test
    void aFinishedVisitIsForgotten() {
        click("a", "tea", "mug");
        truth.score(new Click("a", Instant.EPOCH, 2, "mug", "", true), List.of("tea"));

        assertThat(click("a", "tea", "mug")).isNull();
    }

    @Test
    void withoutClicksAllMetricsAreZero() {
        assertThat(truth.report())
                .isEqualTo(new ClickReport(0, new ClickReport.Metrics(0, 0), new ClickReport.Metrics(0, 0)));
    }
}
