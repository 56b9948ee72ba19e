package io.sluice.offline.evaluation.session;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.Internal;
import io.sluice.model.Manifest;
import io.sluice.offline.dataset.ClickSession;
import io.sluice.offline.evaluation.report.BestBaseline;
import io.sluice.offline.evaluation.report.Report;
import io.sluice.offline.evaluation.run.Evaluation;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.KeyEvents;
import io.sluice.offline.evaluation.run.ScoringRun;
import io.sluice.offline.evaluation.run.TextEvents;
import io.sluice.offline.training.item.ItemIds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Evaluates rankings of the next click. A session is a key, a click is an event, and every ranking is of all items. */
@Internal
public final class SessionEvaluation implements Evaluation {
    private static final String RECALL = "recall@" + RankingMetrics.DEPTH;
    private static final String MRR = "mrr@" + RankingMetrics.DEPTH;

    private final String model;
    private final SessionData data;
    private final TextEvents events;

    /**
     * Reads the sessions.
     *
     * @param training the file that baselines learn from, or null to find it by its name
     * @throws EvaluationException if the model has another task or the data has no test sessions
     */
    public SessionEvaluation(Path data, @Nullable Path training, Manifest manifest) {
        if (manifest.task() != Manifest.Task.RANKING) {
            throw new EvaluationException("model " + manifest.name() + " has the task "
                    + manifest.task().json() + "; this format needs the task ranking");
        }
        this.model = manifest.name();
        this.events = TextEvents.ofItems(manifest);
        this.data = SessionData.read(data, training);
    }

    @Override
    public void run(ScoringRun scoring, Report report) {
        report.split("every click of each session except the first, each session from a fresh state")
                .withoutChance()
                .about("sessions", data.testSource())
                .about("baselines_learned_from", data.trainingSource());
        report.define(RECALL, RankingMetrics.RECALL).define(MRR, RankingMetrics.MRR);
        RankingMetrics metrics = modelMetrics(scoring);
        report.count("sessions", data.test().size())
                .count("predictions", metrics.predictions())
                .metric(RECALL, metrics.recall())
                .metric(MRR, metrics.mrr());
        Map<String, RankingMetrics> baselines = data.training().isEmpty() ? Map.of() : reportBaselines(report);
        verdict(report, metrics);
        report.chart("ranks", RankingPlot.picture(report.subject(), metrics, baselines));
    }

    private static void verdict(Report report, RankingMetrics metrics) {
        report.verdict(String.format(
                Locale.ROOT,
                "The next click was among the first %d items of the ranking in %.1f %% of %,d cases.",
                RankingMetrics.DEPTH,
                100 * metrics.recall(),
                metrics.predictions()));
        Map<String, Map<String, Double>> baselines = report.baselines();
        BestBaseline.of(baselines, RECALL)
                .ifPresentOrElse(
                        best -> report.verdict(String.format(
                                Locale.ROOT,
                                "The best baseline, %s, reaches %.1f %%, and the most clicked items (popularity)"
                                        + " %.1f %%.",
                                best.name(),
                                100 * best.value(),
                                100
                                        * Objects.requireNonNull(Objects.requireNonNull(baselines.get("popularity"))
                                                .get(RECALL)))),
                        () -> report.verdict("There is no baseline, because the data has no training sessions; give"
                                + " them with --baseline-data FILE."));
    }

    private RankingMetrics modelMetrics(ScoringRun scoring) {
        List<KeyEvents> keys = data.test().stream()
                .map(session -> new KeyEvents(
                        session.id(),
                        session.items().stream().map(events::event).toList()))
                .toList();
        Map<String, List<List<String>>> ranked = scoring.score(keys, SessionEvaluation::items, refused -> List.of());
        requireSharedItems(ranked);
        RankingMetrics metrics = new RankingMetrics();
        for (ClickSession session : data.test()) {
            List<List<String>> rankings = Objects.requireNonNull(ranked.get(session.id()), session.id());
            for (int next = 1; next < session.items().size(); next++) {
                metrics.add(1 + rankings.get(next - 1).indexOf(session.items().get(next)));
            }
        }
        return metrics;
    }

    /** Refuses a model of another catalogue: it ranks no item that is ever clicked, and would silently score 0. */
    private void requireSharedItems(Map<String, List<List<String>>> ranked) {
        Set<String> clicked = new HashSet<>();
        data.test().forEach(session -> clicked.addAll(session.items()));
        if (ranked.values().stream().flatMap(List::stream).flatMap(List::stream).noneMatch(clicked::contains)) {
            throw new EvaluationException("model " + model + " ranked none of the " + clicked.size() + " items of "
                    + data.testSource() + "; give sessions of the catalogue that the model was trained on");
        }
    }

    private static List<String> items(JsonNode prediction) {
        List<String> items = new ArrayList<>();
        prediction.path("ranking").forEach(one -> items.add(one.path("item").asText()));
        return List.copyOf(items);
    }

    private Map<String, RankingMetrics> reportBaselines(Report report) {
        Map<String, RankingMetrics> baselines = baselines(data);
        report.count("sessions that baselines learned from", data.training().size());
        baselines.forEach((name, metrics) ->
                report.baseline(name, RECALL, metrics.recall()).baseline(name, MRR, metrics.mrr()));
        report.define("popularity", SessionBaseline.POPULARITY)
                .define("markov", SessionBaseline.MARKOV)
                .define("sequential-rules", SessionBaseline.SEQUENTIAL_RULES)
                .define("item-knn", SessionBaseline.ITEM_KNN);
        return baselines;
    }

    /** Returns the metrics of each baseline on the test sessions. */
    static Map<String, RankingMetrics> baselines(SessionData data) {
        ItemIds ids = new ItemIds(data.training());
        Map<String, RankingMetrics> byName = new LinkedHashMap<>();
        SessionBaseline.learn(ids, data.training())
                .forEach((name, baseline) -> byName.put(name, baselineMetrics(data.test(), ids, baseline)));
        return byName;
    }

    private static RankingMetrics baselineMetrics(List<ClickSession> test, ItemIds ids, SessionBaseline baseline) {
        RankingMetrics metrics = new RankingMetrics();
        for (ClickSession session : test) {
            int[] clicks = ids.of(session);
            for (int next = 1; next < clicks.length; next++) {
                metrics.add(rank(baseline.rank(clicks, next, RankingMetrics.DEPTH), clicks[next]));
            }
        }
        return metrics;
    }

    /** Returns the rank from 1, or 0 where the item is not ranked. */
    private static int rank(int[] ranking, int item) {
        for (int i = 0; i < ranking.length; i++) {
            if (ranking[i] == item) {
                return i + 1;
            }
        }
        return 0;
    }
}
