package io.sluice.offline.evaluation.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.offline.dataset.ClickSession;
import io.sluice.offline.training.item.ItemIds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SessionBaselineTest {
    /** Clicks: a 4, b 3, c 3, d 1; so their ids are 1 to 4. */
    private static final List<ClickSession> TRAINING = sessions("a b c", "b a", "a b", "c c a d");

    private static List<ClickSession> sessions(String... lines) {
        List<ClickSession> sessions = new ArrayList<>();
        for (String line : lines) {
            sessions.add(new ClickSession("s" + sessions.size(), List.of(line.split(" "))));
        }
        return sessions;
    }

    private static String rank(String baseline, String past, int depth) {
        ItemIds ids = new ItemIds(TRAINING);
        int[] clicks = ids.of(new ClickSession("now", List.of(past.split(" "))));
        SessionBaseline found =
                Objects.requireNonNull(SessionBaseline.learn(ids, TRAINING).get(baseline));
        StringBuilder items = new StringBuilder();
        for (int id : found.rank(clicks, clicks.length, depth)) {
            items.append("?abcd".charAt(id));
        }
        return items.toString();
    }

    @Test
    void popularityRanksByClicksAlone() {
        assertThat(rank("popularity", "d", 4)).isEqualTo("abcd");
        assertThat(rank("popularity", "d", 2)).isEqualTo("ab");
    }

    @Test
    void markovCountsTheNextClickAndFallsBackToPopularity() {
        // After a: b twice, d once. After b: c once, a once; a is more popular.
        assertThat(rank("markov", "c a", 4)).isEqualTo("bdac");
        assertThat(rank("markov", "b", 4)).isEqualTo("acbd");
    }

    @Test
    void sequentialRulesWeighLaterClicksByOneOverTheDistance() {
        // After c: c 1, a 1 + 1/2, d 1/2 + 1/3; after a: b 2, d 1, c 1/2.
        assertThat(rank("sequential-rules", "c", 4)).isEqualTo("acdb");
        assertThat(rank("sequential-rules", "a", 4)).isEqualTo("bdca");
    }

    @Test
    void itemKnnSumsCosinesOverAllClicksAndWeighsTheLatestMost() {
        // From d: c 2/sqrt(3) = 1.15, a 1/2. From b: a 3/sqrt(12) = 0.87, c 1/3.
        assertThat(rank("item-knn", "d", 4)).isEqualTo("cabd");
        // d c' half: a 0.87 + 0.25 = 1.12, c 0.33 + 0.58 = 0.91.
        assertThat(rank("item-knn", "d b", 4)).isEqualTo("acbd");
        // b's half: c 1.15 + 0.17, a 0.5 + 0.43.
        assertThat(rank("item-knn", "b d", 4)).isEqualTo("cabd");
    }

    @Test
    void anItemOutsideTheTrainingSessionsHasNoEffect() {
        assertThat(rank("item-knn", "x", 4)).isEqualTo("abcd");
    }

    @Test
    void thePublishedMetricsOfTheDataAreReproduced() {
        Path data = Path.of(System.getenv().getOrDefault("SLUICE_DATA", "../shared/data"), "rsc15_100k");
        assumeTrue(Files.isDirectory(data), () -> "skipped: there is no " + data + "; set SLUICE_DATA");
        Map<String, RankingMetrics> found = SessionEvaluation.baselines(SessionData.read(data, null));
        assertThat(found.get("popularity")).satisfies(metrics -> isAbout(metrics, 0.090, 0.018));
        assertThat(found.get("markov")).satisfies(metrics -> isAbout(metrics, 0.525, 0.314));
        assertThat(found.get("sequential-rules")).satisfies(metrics -> isAbout(metrics, 0.568, 0.318));
        assertThat(found.get("item-knn")).satisfies(metrics -> isAbout(metrics, 0.601, 0.301));
    }

    /** Allows the difference that the order of items with equal scores can make. */
    private static void isAbout(RankingMetrics found, double recall, double mrr) {
        assertThat(found.recall()).isCloseTo(recall, within(0.001));
        assertThat(found.mrr()).isCloseTo(mrr, within(0.0035));
    }
}
