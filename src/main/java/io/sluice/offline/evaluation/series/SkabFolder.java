package io.sluice.offline.evaluation.series;

import io.sluice.Internal;
import io.sluice.model.Manifest;
import io.sluice.offline.dataset.Readings;
import io.sluice.offline.dataset.RowRange;
import io.sluice.offline.dataset.Skab;
import io.sluice.offline.dataset.SkabExperiment;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.EvaluationRequest;
import io.sluice.offline.evaluation.run.KeyEvents;
import io.sluice.offline.evaluation.run.NumericEvents;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * SKAB's experiments as series: an experiment is a key, its first 400 rows come first and are not scored. A model's
 * channels are fed with the columns of their names. A model of one channel that has another name is fed with the column
 * that is asked for, or with each: then a column is a key.
 */
@Internal
public final class SkabFolder {
    private static final int WARM_UP = SkabExperiment.WARM_UP;
    private static final SeriesProtocol PROTOCOL = new SeriesProtocol(
            "the rows of each labelled experiment after its first " + WARM_UP
                    + ", which go before, through the same state, and are not scored",
            SeriesMetric.BY_ROW,
            List.of(3.0, 4.0));

    private final EvaluationRequest request;
    private final List<String> channels;

    private SkabFolder(EvaluationRequest request) {
        this.request = request;
        this.channels = request.anomalyManifest().input().fields().stream()
                .map(Manifest.Input.Field::name)
                .toList();
        if (request.column() != null && channels.size() != 1) {
            throw new EvaluationException("--column " + request.column() + " is for models of one channel; model "
                    + request.manifest().name() + " has " + channels);
        }
    }

    public static SeriesEvaluation read(EvaluationRequest request) {
        return new SeriesEvaluation(new SkabFolder(request).series(), PROTOCOL, request.threshold());
    }

    private List<LabelledSeries> series() {
        List<LabelledSeries> series = Skab.read(request.data()).stream()
                .filter(SkabExperiment::isLabelled)
                .map(this::series)
                .toList();
        if (series.stream().allMatch(one -> one.anomalies().isEmpty())) {
            throw new EvaluationException(request.data() + " has no anomalous row after the first " + WARM_UP
                    + " of an experiment; there is nothing to score");
        }
        return series;
    }

    private LabelledSeries series(SkabExperiment experiment) {
        Readings readings = experiment.readings();
        if (readings.rows() <= WARM_UP) {
            throw new EvaluationException(request.data().resolve(experiment.name()) + " has " + readings.rows()
                    + " rows; the first " + WARM_UP + " are not scored, so it needs more");
        }
        String fed = request.column() == null ? channels.get(0) : request.column();
        int drawn = Math.max(0, readings.columns().indexOf(fed));
        List<Deviations> deviations = IntStream.range(0, readings.columns().size())
                .mapToObj(column -> new Deviations(readings, WARM_UP, column))
                .toList();
        return new LabelledSeries(
                experiment.name(),
                experiment.name().substring(0, Math.max(0, experiment.name().indexOf('/'))),
                keys(experiment),
                WARM_UP,
                anomalies(experiment),
                readings.columns().get(drawn),
                readings.column(drawn, WARM_UP),
                Deviations.largest(deviations, readings, WARM_UP));
    }

    private List<KeyEvents> keys(SkabExperiment experiment) {
        List<String> columns = experiment.readings().columns();
        @Nullable String asked = request.column();
        if (asked != null) {
            return List.of(key(experiment, experiment.name(), List.of(asked)));
        }
        if (columns.containsAll(channels)) {
            return List.of(key(experiment, experiment.name(), channels));
        }
        if (channels.size() > 1) {
            throw new EvaluationException("model " + request.manifest().name() + " has the channels " + channels + "; "
                    + experiment.name() + " has the columns " + columns
                    + "; needed is a model whose channels are named as columns, or one of one channel");
        }
        return columns.stream()
                .map(column -> key(experiment, experiment.name() + " " + column, List.of(column)))
                .toList();
    }

    private KeyEvents key(SkabExperiment experiment, String name, List<String> fed) {
        List<String> columns = experiment.readings().columns();
        if (!columns.containsAll(fed)) {
            throw new EvaluationException(
                    "--column " + fed.get(0) + ": " + experiment.name() + " has the columns " + columns);
        }
        NumericEvents events = new NumericEvents(
                request.manifest(), fed.stream().map(columns::indexOf).toList());
        return new KeyEvents(name, events.of(experiment.readings(), experiment.name()));
    }

    private static List<RowRange> anomalies(SkabExperiment experiment) {
        return RowRange.runs(experiment.readings().rows() - WARM_UP, row -> experiment.isAnomalous(WARM_UP + row));
    }
}
