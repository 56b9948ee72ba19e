package io.sluice.offline.evaluation.series;

import io.sluice.Internal;
import io.sluice.offline.dataset.SpacecraftTelemetry;
import io.sluice.offline.dataset.TelemetryChannel;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.EvaluationRequest;
import io.sluice.offline.evaluation.run.KeyEvents;
import io.sluice.offline.evaluation.run.NumericEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the telemetry of SMAP and MSL as labelled series. A telemetry channel is a key, and its train part is not
 * scored. A model of one channel receives column 0 or the requested column. A model of C channels receives all columns
 * of the telemetry channels that have C columns.
 */
@Internal
public final class Telemanom {
    private static final SeriesProtocol PROTOCOL = new SeriesProtocol(
            "the test part of each labelled channel; the train part advances the state before it but is not scored;"
                    + " channels without labels are left out",
            SeriesMetric.BY_SEQUENCES,
            List.of(3.0),
            1,
            new SeriesProtocol.Headline("anomalous sequence", "F0.5 by sequence", SeriesMetric.F05_OF_SEQUENCES));

    private final EvaluationRequest request;
    private final int width;
    private final List<TelemetryChannel> labelled;

    private Telemanom(EvaluationRequest request) {
        this.request = request;
        this.width = request.channels();
        this.labelled = SpacecraftTelemetry.read(request.data()).stream()
                .filter(channel -> channel.spacecraft() != null)
                .toList();
    }

    /**
     * Reads the series.
     *
     * @throws EvaluationException if no labelled channel fits the model, or the requested column does not exist
     */
    public static SeriesEvaluation read(EvaluationRequest request) {
        return new SeriesEvaluation(
                new Telemanom(request).series(),
                PROTOCOL,
                request.threshold(),
                OpeningScore.of(request.manifest(), request.manifest().scoring()),
                request.pictured());
    }

    private List<LabelledSeries> series() {
        List<LabelledSeries> series = labelled.stream()
                .filter(channel -> width == 1 || channel.train().columns().size() == width)
                .map(this::series)
                .toList();
        if (series.isEmpty()) {
            throw new EvaluationException("model " + request.manifest().name() + " has " + width + " channels; "
                    + request.data() + " has labelled channels of " + widths()
                    + " columns; use a model of 1 channel, or of one of these numbers of channels");
        }
        return series;
    }

    private Set<Integer> widths() {
        Set<Integer> widths = new TreeSet<>();
        labelled.forEach(channel -> widths.add(channel.train().columns().size()));
        return widths;
    }

    private LabelledSeries series(TelemetryChannel channel) {
        List<Integer> columns = width == 1
                ? List.of(column(channel))
                : IntStream.range(0, width).boxed().toList();
        NumericEvents events = new NumericEvents(request.manifest(), columns);
        List<String> all = new ArrayList<>(events.write(channel.train(), channel.name() + ", train"));
        all.addAll(events.write(channel.test(), channel.name() + ", test"));
        Deviations deviations = new Deviations(channel.train(), channel.train().rows(), columns.get(0));
        return new LabelledSeries(
                channel.name(),
                String.valueOf(channel.spacecraft()),
                List.of(new KeyEvents(channel.name(), all)),
                channel.train().rows(),
                channel.anomalies(),
                List.of(new Curve("column " + columns.get(0), channel.test().column(columns.get(0), 0))),
                AutocorrelationWindow.of(channel.test().column(columns.get(0), 0)),
                Deviations.largest(List.of(deviations), channel.test(), 0),
                List.of());
    }

    private int column(TelemetryChannel channel) {
        @Nullable String column = request.column();
        List<String> columns = channel.train().columns();
        if (column != null && !columns.contains(column)) {
            throw new EvaluationException("--column " + column + ": the channel " + channel.name()
                    + " has the columns 0 to " + (columns.size() - 1));
        }
        return column == null ? 0 : columns.indexOf(column);
    }
}
