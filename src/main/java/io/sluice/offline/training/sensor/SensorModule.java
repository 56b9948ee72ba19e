package io.sluice.offline.training.sensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sluice.Internal;
import io.sluice.model.Sizes;
import io.sluice.offline.training.cell.CellChoice;
import io.sluice.offline.training.cell.RecurrentCell;
import io.sluice.offline.training.torchscript.Network;
import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.ScriptSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The recurrent cell for sensors: forecasts the next reading of every channel of a key, and says how surprising this
 * one was.
 *
 * <p>Every channel is stepped by the same weights as a row of its own, so one set of weights serves any number of
 * channels. Its part of the packed state is {@link #STATISTICS} and the memory of a recurrent {@link RecurrentCell};
 * zeros are a channel never seen.
 *
 * <p><b>Forecast.</b> Seven simple forecasters run beside each other: the last value, a fast, a middling and a slow
 * average, the last change once more, a seasonal curve (two waves of the day and one of the week, by least mean
 * squares), and an autoregression of the last four changes (normalised least mean squares). Each keeps a running mean
 * of its absolute error. The cell, by default a GRU, sees what they say, how well they did, and the clock; it weighs
 * them (a softmax that starts from their running errors) and adds a correction. Where the result has long been no
 * better than the last value, a gate falls back to that; training learns what stands before the gate. All of it is in
 * units of the channel's own mean absolute change, so the same weights fit 1e-6 volts and 1e9 bytes.
 *
 * <p><b>Surprise.</b> The absolute residual of the forecast, and the deviation from the seasonal curve, which has not
 * yet learned what it judges; each in units of its own slow running mean, joined by the root of the sum of squares. No
 * scale is predicted: a model that expects noise forgives everything.
 *
 * <p><b>Deviations.</b> How far a reading is from the channel's own mean at this hour of the day, at once and smoothed
 * over some five readings, and from its slow average, smoothed over some thirty; in the channel's unit, as the scorer
 * judges each by its own past. These learn slowly, so an anomaly does not become their expectation within a few
 * readings, as it does that of a forecaster of the next reading. Where there is nothing to deviate from yet, or no
 * reading, they are -1.
 *
 * <p>That is {@link SurpriseKind#FORECAST}; of the kind {@link SurpriseKind#LEVEL} surprise is another, and there are
 * no deviations.
 *
 * <p><b>Missing readings</b> leave the channel's statistics as they are and surprise by 0; the cell sees the mark.
 *
 * <p><b>Finite.</b> Readings are held within 1e30; no square of a reading is formed; what is divided is clamped before
 * it meets another product. Functions of the features are algebraic (no logarithm), whose vector and scalar kernels
 * round alike, so that a row's result does not depend on its place in the batch.
 */
@Internal
public final class SensorModule {
    static final String CLASS_NAME = "SensorCell";
    /** The method that gives every forecast as it was before the gate. */
    static final String UNGATED = "ungated_seq";

    /** The forecasters, in the order of {@code said}. */
    private static final int EXPERTS = 7;

    /** Averages of the readings: slow, fast, middling. */
    private static final float[] LEVEL_RATES = {0.005f, 0.4f, 0.08f};
    /** Running means of absolute values: change, spread, residual, deviation, ungated error, change once more. */
    private static final float[] MEAN_RATES = {0.01f, 0.005f, 0.002f, 0.002f, 0.002f, 0.002f};

    /** Sine and cosine of the day, of the week and of half a day. */
    private static final int WAVES = 6;
    /** Hours of the day's profile; each begins 90 seconds early, so that no round time lies on a border. */
    private static final int HOURS = 24;

    private static final double HOUR_BEGINS = -90 / 3600.0;
    /** What is said of a channel: expected, forecast, its part of the surprise; deviations follow. */
    private static final List<String> SAID = List.of("expected", "forecast", "surprise");
    /** Changes that the regression looks back on. */
    private static final int LAGS = 4;
    /**
     * What the recurrent cell sees of a channel: offsets, errors, gap, waves; steadiness, noise, missing mark, novelty.
     */
    private static final int FEATURES = EXPERTS + (EXPERTS + 1) + 1 + WAVES + 4;

    private static final List<String> CLOCK =
            List.of("gap.log_seconds", "time.day.sin", "time.day.cos", "time.week.sin", "time.week.cos");

    /** A stretch of a channel's state. */
    private record Slot(String name, int width) {}

    /**
     * The statistics of a channel, in the order of the state; the cell's memory follows.
     *
     * <ul>
     *   <li>{@code count}: readings so far; {@code run}: readings since the last change
     *   <li>{@code values}: the levels, then what each forecaster said of the next reading (the first of them is the
     *       last reading), then the cell's forecast and the one that was given
     *   <li>{@code means}: running means of the absolute change from reading to reading (the unit of all that the cell
     *       sees), of the distance from the slow level, of the two residuals that surprise is measured by, and, slowly,
     *       of the cell's error and of the change, between which the gate decides
     *   <li>{@code season}: coefficients of the waves
     *   <li>{@code changes}, {@code weights}: the regression's last changes in units of change, and its coefficients
     *   <li>{@code errors}: running absolute errors of each forecaster and of the cell, in units of change
     *   <li>{@code profile}, {@code visits}: the mean reading of each hour of the day, and how many there were
     *   <li>{@code near}, {@code drift}: smoothed distances from the profile and from the slow level
     *   <li>what a {@link SurpriseKind} keeps
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

    /** A cell whose channels have nothing to do with each other. */
    SensorModule(List<String> channels, int hidden, CellChoice choice) {
        this(channels, hidden, choice, false, SurpriseKind.FORECAST);
    }

    /**
     * @param channels the channels' names, at least one
     * @param hidden units of the recurrent cell, H
     * @param choice which cell
     * @param related whether channels, then at least two, are judged by their {@link Relations}; then no deviation is
     * @param kind what surprises it
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

    /** {@code c} and {@code c.missing} for each channel, then the gap and the clock. */
    List<String> columns() {
        return Stream.concat(channels.stream().flatMap(c -> Stream.of(c, c + ".missing")), CLOCK.stream())
                .toList();
    }

    /**
     * {@code surprise}, then for each channel {@code expected.c}, {@code forecast.c}, {@code surprise.c} and its
     * deviations, as {@code deviation.hour.c}. With {@link Relations} these have no {@code deviation.} before them, so
     * that nothing is judged by them, and the relations' outputs come last.
     */
    List<String> outputs() {
        List<String> names = new ArrayList<>(List.of("surprise"));
        channels.forEach(c -> ofChannel().forEach(said -> names.add(judged(said) + "." + c)));
        if (relations != null) {
            names.addAll(relations.outputs());
        }
        return names;
    }

    private String judged(String said) {
        return relations == null ? said : said.replace("deviation.", "");
    }

    private List<String> ofChannel() {
        return Stream.concat(SAID.stream(), kind.deviations().stream()).toList();
    }

    /** The forecasts [T, B, C] of all channels in y [T, B, O]. */
    NDArray forecasts(NDArray y) {
        int said = ofChannel().size();
        return y.get(":, :, 2:" + (1 + said * channels.size()) + ":" + said);
    }

    /**
     * Runs {@code forward_seq} on {@code x[T, B, I]} from {@code state[B, S]}.
     *
     * @return y [T, B, O] and state' [B, S], in {@code arrays}
     */
    NDList sequence(Network network, NDManager arrays, float[] x, int lanes, float[] state) {
        int steps = x.length / (lanes * sizes().input());
        return network.call(
                "forward_seq",
                arrays.create(x, new Shape(steps, lanes, sizes().input())),
                arrays.create(state, new Shape(lanes, sizes().state())));
    }

    public Sizes sizes() {
        return new Sizes(
                columns().size(),
                alone() + (relations == null ? 0 : relations.state()),
                outputs().size());
    }

    /** The floats of state of all channels by themselves. */
    private int alone() {
        return channels.size() * (width() + cell.state());
    }

    /** Floats of a channel's statistics. */
    private int width() {
        return statistics.stream().mapToInt(Slot::width).sum();
    }

    /** Weights to start from: the cell's, and the head at zero, so that running errors decide alone. */
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

    /** The direction of an hour's middle on the circle of the day. */
    private static double angle(int hour) {
        return 2 * Math.PI * (hour + 0.5 + HOUR_BEGINS) / HOURS;
    }

    /** Whether training changes the parameter; rates and hours stay as they are. */
    static boolean learns(String parameter) {
        return RecurrentCell.learns(parameter)
                && Relations.learns(parameter)
                && !parameter.endsWith("_rates")
                && !parameter.startsWith("hour_");
    }

    /**
     * The methods: {@code forward}, {@code explain}, {@code forward_seq(x[T, B, I], state) -> (y[T, B, O], state')},
     * and {@link #UNGATED} {@code (x[T, B, I], state) -> (forecasts[T, B, C], state')}, which training learns by.
     */
    String methods() {
        String own = kind.fill(ScriptSource.read("sensor/SensorModule.torchscript"))
                .replace("SLOTS", join(Slot::name))
                .replace("SIZES", join(slot -> Integer.toString(slot.width())))
                .replace("ALONE", relations == null ? "state" : "torch.narrow(state, 1, 0, " + alone() + ")")
                .replace("OUTPUTS", Integer.toString(ofChannel().size()))
                .replace("CHANNELS", Integer.toString(channels.size()))
                .replace("WIDTH", Integer.toString(width() + cell.state()))
                .replace("STATISTICS", Integer.toString(width()))
                .replace("MEMORY", Integer.toString(cell.state()))
                .replace("LEVELS", Integer.toString(LEVEL_RATES.length))
                .replace("EXPERTS", Integer.toString(EXPERTS))
                .replace("LAGS", Integer.toString(LAGS));
        String methods = cell.methods(CLASS_NAME) + "\n" + own;
        return relations == null ? methods : relations.beside(methods, alone());
    }

    private String join(Function<Slot, String> part) {
        return statistics.stream().map(part).collect(Collectors.joining(", "));
    }
}
