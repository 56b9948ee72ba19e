package io.sluice.offline.training.sensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sluice.feature.NumericEncoder;
import io.sluice.model.Sizes;
import io.sluice.offline.training.cell.CellChoice;
import io.sluice.offline.training.cell.RecurrentCell;
import io.sluice.offline.training.torchscript.Network;
import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.ScriptSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The TorchScript module of a sensor model. It forecasts the next reading of every channel of a key, and computes the
 * surprise of the current one.
 *
 * <p>The same weights step every channel as a row of the batch, so one set of weights fits any number of channels. The
 * part of a channel in the packed state consists of {@link #STATISTICS} and the state of a {@link RecurrentCell}. A
 * channel that was never seen has zeros.
 *
 * <p><b>Forecast.</b> Seven simple forecasters run in parallel: the last reading; a fast, a medium and a slow average;
 * the last reading plus the last change; a seasonal curve (two waves of the day and one of the week, by least mean
 * squares); and an autoregression of the last four changes (normalised least mean squares). Each has a running mean of
 * its absolute error. The recurrent cell, by default a GRU, sees their forecasts, their errors and the clock. It
 * weights the forecasts (a softmax that starts from the running errors) and adds a correction. If the result has not
 * been better than the last reading for a long time, a gate falls back to the last reading. The training loss uses the
 * forecast before the gate. All values are in units of the mean absolute change of the channel, so the same weights fit
 * 1e-6 volts and 1e9 bytes.
 *
 * <p><b>Surprise.</b> It combines two values: the absolute residual of the forecast, and the deviation from the
 * seasonal curve before the curve learns from the reading. Each is in units of its slow running mean. The surprise is
 * the root of the sum of their squares. The module does not predict a scale, because a model that expects noise
 * forgives every anomaly.
 *
 * <p><b>Deviations.</b> A channel has three: the distance from its mean at this hour of the day, at once and smoothed
 * over about five readings, and the distance from its slow average, smoothed over about thirty readings. They are in
 * the unit of the channel, because the scorer judges each deviation by its own past. The means change slowly, so an
 * anomaly does not become the expected value within a few readings, as happens with a forecaster of the next reading. A
 * deviation is -1 while its mean does not exist yet, and for a missing reading.
 *
 * <p>This describes the kind {@link SurpriseKind#FORECAST}. The kind {@link SurpriseKind#LEVEL} has another surprise
 * and no deviations.
 *
 * <p><b>Missing readings</b> do not change the statistics of the channel, and their surprise is 0. The recurrent cell
 * sees a mark.
 *
 * <p><b>Finite outputs.</b> Readings are clamped to [-1e30, 1e30]. No reading is squared, and quotients are clamped
 * before they are multiplied. The functions of the features are algebraic, without logarithms. Their vector and scalar
 * kernels round alike, so the result of a row does not depend on its place in the batch.
 */
final class SensorModule {
    static final String CLASS_NAME = "SensorCell";
    /** The method that returns the forecasts before the gate. */
    static final String UNGATED = "ungated_seq";

    /** Readings are clamped to this absolute value. */
    static final double LARGEST_READING = 1e30;

    /** The number of simple forecasters. */
    static final int EXPERTS = 7;

    /** The learning rates of the averages of the readings: slow, fast, medium. */
    static final float[] LEVEL_RATES = {0.005f, 0.4f, 0.08f};
    /**
     * The learning rates of the running means of absolute values: change, distance from the slow average, residual of
     * the forecast, residual of the seasonal curve, error before the gate, and change (slowly, for the gate).
     */
    static final float[] MEAN_RATES = {0.01f, 0.005f, 0.002f, 0.002f, 0.002f, 0.002f};

    /** The sine and the cosine of the day, of the week and of half a day. */
    static final int WAVES = 6;
    /** The hours in the profile of the day. */
    static final int HOURS = 24;

    /** The start of an hour, in hours: 90 seconds early, so that no round time lies on a border. */
    private static final double HOUR_START = -90 / 3600.0;

    /** The first outputs of a channel. Its deviations follow. */
    private static final List<String> CHANNEL_OUTPUTS = List.of("expected", "forecast", "surprise");
    /** The number of changes that the autoregression uses. */
    static final int LAGS = 4;
    /**
     * The inputs of the recurrent cell for a channel: the offsets of the forecasts, the errors, the gap, the waves, and
     * four more (steadiness, noise, missing mark, novelty).
     */
    private static final int FEATURES = EXPERTS + (EXPERTS + 1) + 1 + WAVES + 4;

    static final List<String> CLOCK =
            List.of("gap.log_seconds", "time.day.sin", "time.day.cos", "time.week.sin", "time.week.cos");

    /** A part of the state of a channel, with its number of floats. */
    private record Slot(String name, int width) {}

    /**
     * The statistics of a channel, in the order of the state. The state of the recurrent cell follows.
     *
     * <ul>
     *   <li>{@code count}: the number of readings; {@code run}: the number of readings since the last change
     *   <li>{@code values}: the averages; the forecast of each simple forecaster (the first one is the last reading);
     *       the forecast before the gate; and the forecast after the gate
     *   <li>{@code means}: running means of the absolute change between readings (the unit of all inputs of the
     *       recurrent cell); of the distance from the slow average; of the two residuals in the surprise; and, slowly,
     *       of the error before the gate and of the change, which the gate compares
     *   <li>{@code season}: the coefficients of the waves
     *   <li>{@code changes}, {@code weights}: the last changes in units of change, and the coefficients of the
     *       autoregression
     *   <li>{@code errors}: the running absolute errors of each simple forecaster and of the forecast before the gate,
     *       in units of change
     *   <li>{@code profile}, {@code visits}: the mean reading of each hour of the day, and the number of readings in it
     *   <li>{@code near}, {@code drift}: the smoothed distances from the profile and from the slow average
     *   <li>the statistics of the {@link SurpriseKind}
     * </ul>
     */
    private static final List<Slot> STATISTICS = List.of(
            new Slot("count", 1),
            new Slot("run", 1),
            new Slot("values", LEVEL_RATES.length + EXPERTS + 2),
            new Slot("means", MEAN_RATES.length),
            new Slot("season", WAVES),
            new Slot("changes", LAGS),
            new Slot("weights", LAGS),
            new Slot("errors", EXPERTS + 1),
            new Slot("profile", HOURS),
            new Slot("visits", HOURS),
            new Slot("near", 1),
            new Slot("drift", 1));

    private final List<String> channels;
    private final SurpriseKind kind;
    private final List<Slot> statistics;
    private final RecurrentCell cell;
    private final @Nullable Relations relations;

    /** Creates a module of the kind {@link SurpriseKind#FORECAST} without relations between its channels. */
    SensorModule(List<String> channels, int hidden, CellChoice choice) {
        this(channels, hidden, choice, false, SurpriseKind.FORECAST);
    }

    /**
     * @param channels the names of the channels, at least one, or at least two if they are related
     * @param hidden the number of units of the recurrent cell, H
     * @param choice the recurrent cell
     * @param related true if the channels are judged by their {@link Relations}, and not by their deviations
     * @param kind the kind of surprise
     */
    SensorModule(List<String> channels, int hidden, CellChoice choice, boolean related, SurpriseKind kind) {
        this.channels = List.copyOf(channels);
        this.kind = kind;
        this.statistics = Stream.concat(
                        STATISTICS.stream(), kind.statistics().stream().map(name -> new Slot(name, 1)))
                .toList();
        this.cell = choice.cell(FEATURES, hidden);
        this.relations = related ? new Relations(channels) : null;
    }

    /** Returns the columns of x: {@code c} and {@code c.missing} for each channel c, then the gap and the clock. */
    List<String> columns() {
        return Stream.concat(channels.stream().flatMap(c -> Stream.of(c, c + ".missing")), CLOCK.stream())
                .toList();
    }

    /**
     * Returns the names of the outputs y. The first one is {@code surprise}. Each channel c has {@code expected.c},
     * {@code forecast.c}, {@code surprise.c} and its deviations, such as {@code deviation.hour.c}. With
     * {@link Relations} the names of the deviations have no prefix {@code deviation.}, so that the scorer does not
     * judge them, and the outputs of the relations come last.
     */
    List<String> outputs() {
        List<String> names = new ArrayList<>(List.of("surprise"));
        channels.forEach(c -> channelOutputs().forEach(output -> names.add(judged(output) + "." + c)));
        if (relations != null) {
            names.addAll(relations.outputs());
        }
        return names;
    }

    /** Removes the prefix of a deviation if the relations are judged in its place. */
    private String judged(String output) {
        return relations == null ? output : output.replace("deviation.", "");
    }

    List<String> channelOutputs() {
        return Stream.concat(CHANNEL_OUTPUTS.stream(), kind.deviations().stream())
                .toList();
    }

    /** Extracts the forecasts [T, B, C] of all channels from y [T, B, O]. */
    NDArray forecasts(NDArray y) {
        int outputs = channelOutputs().size();
        return y.get(":, :, 2:" + (1 + outputs * channels.size()) + ":" + outputs);
    }

    /** Creates the encoder of events as rows x. */
    NumericEncoder encoder() {
        return new NumericEncoder(channels, columns());
    }

    /**
     * Runs {@code forward_seq} on {@code x[T, B, I]} from {@code state[B, S]}.
     *
     * @param batchSize the number of rows of a step, B
     * @return y [T, B, O] and state' [B, S], in {@code arrays}
     */
    NDList sequence(Network network, NDManager arrays, float[] x, int batchSize, float[] state) {
        int steps = x.length / (batchSize * sizes().input());
        return network.call(
                "forward_seq",
                arrays.create(x, new Shape(steps, batchSize, sizes().input())),
                arrays.create(state, new Shape(batchSize, sizes().state())));
    }

    Sizes sizes() {
        return new Sizes(
                columns().size(),
                channelState() + (relations == null ? 0 : relations.state()),
                outputs().size());
    }

    /** Returns the number of floats in the state of all channels, without their relations. */
    private int channelState() {
        return channels.size() * (width() + cell.state());
    }

    int channels() {
        return channels.size();
    }

    SurpriseKind kind() {
        return kind;
    }

    /** Returns the numbers of floats in the statistics of a channel, by name, in the order of the state. */
    Map<String, Integer> slots() {
        Map<String, Integer> slots = new LinkedHashMap<>();
        statistics.forEach(slot -> slots.put(slot.name(), slot.width()));
        return slots;
    }

    RecurrentCell cell() {
        return cell;
    }

    /** Returns the relations between the channels; null if each channel is judged alone. */
    @Nullable
    Relations relations() {
        return relations;
    }

    /** Returns the number of floats in the statistics of a channel. */
    int width() {
        return statistics.stream().mapToInt(Slot::width).sum();
    }

    /** Creates the initial weights. The head is zero, so that at first only the running errors weight the forecasts. */
    List<Parameter> initialWeights(RandomGenerator random) {
        List<Parameter> weights = new ArrayList<>(cell.initialWeights(random));
        weights.addAll(List.of(
                Parameter.zeros("w_o", EXPERTS + 1, cell.hidden()),
                Parameter.zeros("b_o", EXPERTS + 1),
                Parameter.filled("trust", 6f, 1),
                new Parameter("level_rates", List.of(LEVEL_RATES.length), LEVEL_RATES),
                new Parameter("mean_rates", List.of(MEAN_RATES.length), MEAN_RATES),
                hours("hour_sin", hour -> StrictMath.sin(angle(hour))),
                hours("hour_cos", hour -> StrictMath.cos(angle(hour))),
                hours("hour_index", hour -> hour)));
        if (relations != null) {
            weights.add(relations.unit());
        }
        return weights;
    }

    private static Parameter hours(String name, IntToDoubleFunction value) {
        float[] values = new float[HOURS];
        for (int hour = 0; hour < HOURS; hour++) {
            values[hour] = (float) value.applyAsDouble(hour);
        }
        return new Parameter(name, List.of(HOURS), values);
    }

    /** Returns the angle of the middle of an hour on the circle of the day. */
    static double angle(int hour) {
        return 2 * Math.PI * (hour + 0.5 + HOUR_START) / HOURS;
    }

    /** Returns true if training changes the parameter. The learning rates and the hours are constants. */
    static boolean learns(String parameter) {
        return RecurrentCell.learns(parameter)
                && Relations.learns(parameter)
                && !parameter.endsWith("_rates")
                && !parameter.startsWith("hour_");
    }

    /**
     * Returns the TorchScript source of {@code forward}, {@code explain}, {@code forward_seq(x[T, B, I], state) ->
     * (y[T, B, O], state')}, and {@link #UNGATED} {@code (x[T, B, I], state) -> (forecasts[T, B, C], state')}, which
     * the training calls.
     */
    String methods() {
        String own = kind.fill(ScriptSource.read("sensor/SensorModule.torchscript"))
                .replace("SLOTS", join(Slot::name))
                .replace("SIZES", join(slot -> Integer.toString(slot.width())))
                .replace("ALONE", relations == null ? "state" : "torch.narrow(state, 1, 0, " + channelState() + ")")
                .replace("OUTPUTS", Integer.toString(channelOutputs().size()))
                .replace("CHANNELS", Integer.toString(channels.size()))
                .replace("WIDTH", Integer.toString(width() + cell.state()))
                .replace("STATISTICS", Integer.toString(width()))
                .replace("MEMORY", Integer.toString(cell.state()))
                .replace("LEVELS", Integer.toString(LEVEL_RATES.length))
                .replace("EXPERTS", Integer.toString(EXPERTS))
                .replace("LAGS", Integer.toString(LAGS));
        String methods = cell.methods(CLASS_NAME) + "\n" + own;
        return relations == null ? methods : relations.addTo(methods, channelState());
    }

    private String join(Function<Slot, String> part) {
        return statistics.stream().map(part).collect(Collectors.joining(", "));
    }
}
