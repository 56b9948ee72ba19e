package io.sluice.offline.evaluation.session;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.Internal;
import io.sluice.model.Manifest;
import io.sluice.offline.dataset.ClickSession;
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
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges rankings of the next click: a session is a key, a click an event, and every ranking is of all items. */
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
     * @param training what baselines learn from; absent: what {@link SessionData} finds
     */
    public SessionEvaluation(Path data, @Nullable Path training, Manifest manifest) {
        if (manifest.task() != Manifest.Task.RANKING) {
            throw new EvaluationException("model " + manifest.name() + " has the task "
                    + manifest.task().json() + "; this format needs one of the task ranking");
        }
        this.model = manifest.name();
        this.events = TextEvents.ofItems(manifest);
        this.data = SessionData.read(data, training);
    }

    @Override
    public void run(ScoringRun scoring, Report report) {
        report.split("every click of each session but its first, each session from a fresh state")
                .withoutChance()
                .about("sessions", data.judgedFrom())
                .about("baselines_learned_from", data.knownFrom());
        report.define(RECALL, RankingMetrics.RECALL).define(MRR, RankingMetrics.MRR);
        RankingMetrics found = model(scoring);
        report.count("sessions", data.judged().size())
                .count("predictions", found.judged())
                .metric(RECALL, found.recall())
                .metric(MRR, found.mrr());
        if (!data.known().isEmpty()) {
            baselinesTo(report);
        }
    }

    private RankingMetrics model(ScoringRun scoring) {
        List<KeyEvents> keys = data.judged().stream()
                .map(session -> new KeyEvents(
                        session.id(),
                        session.items().stream().map(events::event).toList()))
                .toList();
        Map<String, List<List<String>>> ranked = scoring.score(keys, SessionEvaluation::items, refused -> List.of());
        requireSharedItems(ranked);
        RankingMetrics figures = new RankingMetrics();
        for (ClickSession session : data.judged()) {
            List<List<String>> rankings = Objects.requireNonNull(ranked.get(session.id()), session.id());
            for (int next = 1; next < session.items().size(); next++) {
                figures.add(1 + rankings.get(next - 1).indexOf(session.items().get(next)));
            }
        }
        return figures;
    }

    /** A model of another catalogue ranks nothing that is ever clicked, and would silently come to 0. */
    private void requireSharedItems(Map<String, List<List<String>>> ranked) {
        Set<String> clicked = new HashSet<>();
        data.judged().forEach(session -> clicked.addAll(session.items()));
        if (ranked.values().stream().flatMap(List::stream).flatMap(List::stream).noneMatch(clicked::contains)) {
            throw new EvaluationException("model " + model + " ranked none of the " + clicked.size() + " items of "
                    + data.judgedFrom() + "; give sessions of the catalogue that it learned from");
        }
    }

    private static List<String> items(JsonNode prediction) {
        List<String> items = new ArrayList<>();
        prediction.path("ranking").forEach(one -> items.add(one.path("item").asText()));
        return List.copyOf(items);
    }

    private void baselinesTo(Report report) {
        report.count("sessions that baselines learned from", data.known().size());
        baselines(data).forEach((name, figures) -> report.baseline(name, RECALL, figures.recall())
                .baseline(name, MRR, figures.mrr()));
        report.define("popularity", SessionBaseline.POPULARITY)
                .define("markov", SessionBaseline.MARKOV)
                .define("sequential-rules", SessionBaseline.SEQUENTIAL_RULES)
                .define("item-knn", SessionBaseline.ITEM_KNN);
    }

    /** What each baseline comes to on the sessions that are judged. */
    static Map<String, RankingMetrics> baselines(SessionData data) {
        ItemIds ids = new ItemIds(data.known());
        Map<String, RankingMetrics> found = new LinkedHashMap<>();
        SessionBaseline.learn(ids, data.known())
                .forEach((name, baseline) -> found.put(name, figures(data.judged(), ids, baseline)));
        return found;
    }

    private static RankingMetrics figures(List<ClickSession> judged, ItemIds ids, SessionBaseline baseline) {
        RankingMetrics figures = new RankingMetrics();
        for (ClickSession session : judged) {
            int[] clicks = ids.of(session);
            for (int next = 1; next < clicks.length; next++) {
                figures.add(rank(baseline.rank(clicks, next, RankingMetrics.DEPTH), clicks[next]));
            }
        }
        return figures;
    }

    /** From 1; 0 where the item is not ranked. */
    private static int rank(int[] ranking, int item) {
        for (int i = 0; i < ranking.length; i++) {
            if (ranking[i] == item) {
                return i + 1;
            }
        }
        return 0;
    }
}
