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
 * Reads the experiments of SKAB as labelled series. An experiment is a key, and its first 400 rows are not scored. Each
 * channel of a model receives the column of its name. A model of one channel with another name receives the requested
 * column, or each column under its own key.
 */
@Internal
public final class SkabFolder {
    private static final int WARM_UP = SkabExperiment.WARM_UP;
    private static final SeriesProtocol PROTOCOL = new SeriesProtocol(
            "the rows of each labelled experiment after the first " + WARM_UP
                    + "; these first rows advance the state but are not scored",
            SeriesMetric.BY_ROW,
            List.of(3.0, 4.0),
            1,
            new SeriesProtocol.Headline("anomalous sequence", "F1 by row", SeriesMetric.F1));

    private final EvaluationRequest request;
    private final List<String> channels;

    private SkabFolder(EvaluationRequest request) {
        this.request = request;
        this.channels = request.anomalyManifest().input().fields().stream()
                .map(Manifest.Input.Field::name)
                .toList();
        if (request.column() != null && channels.size() != 1) {
            throw new EvaluationException("--column " + request.column() + " is only for models of one channel; model "
                    + request.manifest().name() + " has the channels " + channels + "; leave it out");
        }
    }

    /**
     * Reads the series.
     *
     * @throws EvaluationException if the model's channels do not fit the columns, or there is nothing to score
     */
    public static SeriesEvaluation read(EvaluationRequest request) {
        return new SeriesEvaluation(
                new SkabFolder(request).series(),
                PROTOCOL,
                request.threshold(),
                OpeningScore.of(request.manifest(), request.manifest().scoring()),
                request.pictured());
    }

    private List<LabelledSeries> series() {
        List<LabelledSeries> series = Skab.read(request.data()).stream()
                .filter(SkabExperiment::isLabelled)
                .map(this::series)
                .toList();
        if (series.stream().allMatch(one -> one.anomalies().isEmpty())) {
            throw new EvaluationException(request.data() + " has no anomalous row after the first " + WARM_UP
                    + " rows of an experiment, so there is nothing to score");
        }
        return series;
    }

    private LabelledSeries series(SkabExperiment experiment) {
        Readings readings = experiment.readings();
        if (readings.rows() <= WARM_UP) {
            throw new EvaluationException(request.data().resolve(experiment.name()) + " has " + readings.rows()
                    + " rows; it needs at least " + (WARM_UP + 1) + ", because the first " + WARM_UP
                    + " are not scored");
        }
        String charted = request.column() == null ? channels.get(0) : request.column();
        int column = Math.max(0, readings.columns().indexOf(charted));
        List<Deviations> deviations = IntStream.range(0, readings.columns().size())
                .mapToObj(c -> new Deviations(readings, WARM_UP, c))
                .toList();
        return new LabelledSeries(
                experiment.name(),
                experiment.name().substring(0, Math.max(0, experiment.name().indexOf('/'))),
                keys(experiment),
                WARM_UP,
                anomalies(experiment),
                List.of(new Curve(readings.columns().get(column), readings.column(column, WARM_UP))),
                AutocorrelationWindow.of(readings.column(column, WARM_UP)),
                Deviations.largest(deviations, readings, WARM_UP),
                List.of());
    }

    private List<KeyEvents> keys(SkabExperiment experiment) {
        List<String> columns = experiment.readings().columns();
        @Nullable String requested = request.column();
        if (requested != null) {
            return List.of(key(experiment, experiment.name(), List.of(requested)));
        }
        if (columns.containsAll(channels)) {
            return List.of(key(experiment, experiment.name(), channels));
        }
        if (channels.size() > 1) {
            throw new EvaluationException("model " + request.manifest().name() + " has the channels " + channels + "; "
                    + experiment.name() + " has the columns " + columns
                    + "; use a model whose channels have the names of columns, or a model of one channel");
        }
        return columns.stream()
                .map(column -> key(experiment, experiment.name() + " " + column, List.of(column)))
                .toList();
    }

    private KeyEvents key(SkabExperiment experiment, String name, List<String> inputs) {
        List<String> columns = experiment.readings().columns();
        if (!columns.containsAll(inputs)) {
            throw new EvaluationException(
                    "--column " + inputs.get(0) + ": " + experiment.name() + " has the columns " + columns);
        }
        NumericEvents events = new NumericEvents(
                request.manifest(), inputs.stream().map(columns::indexOf).toList());
        return new KeyEvents(name, events.write(experiment.readings(), experiment.name()));
    }

    private static List<RowRange> anomalies(SkabExperiment experiment) {
        return RowRange.runs(experiment.readings().rows() - WARM_UP, row -> experiment.isAnomalous(WARM_UP + row));
    }
}
