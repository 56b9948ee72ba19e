package io.sluice.offline.training.sensor;

import static io.sluice.offline.training.sensor.SensorModule.CLOCK;
import static io.sluice.offline.training.sensor.SensorModule.EXPERTS;
import static io.sluice.offline.training.sensor.SensorModule.HOURS;
import static io.sluice.offline.training.sensor.SensorModule.LAGS;
import static io.sluice.offline.training.sensor.SensorModule.WAVES;

import io.sluice.offline.training.cell.OnnxCell;
import io.sluice.offline.training.onnx.OnnxNodes;
import io.sluice.offline.training.onnx.OnnxStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A step of the channels of a {@link SensorModule} in ONNX, without their {@link Relations}. It is the method
 * {@code advance} of the TorchScript, with its names. It has fewer operators, because a call of few rows takes the time
 * of its operators.
 *
 * <p>The tensors have a column for each channel of a key, N in all, and a row for each number: [.., N]. So an operator
 * on many keys reads and writes long pieces of memory. Only the recurrent cell has a row for each channel.
 */
final class ChannelOnnx {
    private static final int LEVELS = SensorModule.LEVEL_RATES.length;
    private static final int MEANS = SensorModule.MEAN_RATES.length;
    /** The learning rate of the errors. */
    private static final float QUICK = 0.02f;

    /** Two slots side by side, near and drift, as one: the smoothed deviations. */
    private static final String SMOOTHED = "smoothed";

    /** Their learning rates. */
    private static final float[] SMOOTHING = {0.2f, 0.03f};
    /** The number of readings from which the level of {@link SurpriseKind#LEVEL} is settled. */
    private static final double SETTLED = 39.5;

    private final SensorModule module;
    private final OnnxCell cell;
    private final OnnxNodes n;

    private final String missing;
    private final String gap;
    private final String waves;

    /** The parts of the state by the names of their slots. */
    private final Map<String, String> old;

    private final String memory;
    /** The parts of the next state. */
    private final Map<String, List<String>> next = new HashMap<>();

    private final String isSeen;
    private final String present;
    /** The reading; the last one if it is missing. */
    private final String v;

    private final String floor;

    private ChannelOnnx(SensorModule module, OnnxCell cell, OnnxNodes nodes, String x, String state) {
        this.module = module;
        this.cell = cell;
        this.n = nodes;

        List<String> input = input(x);
        this.missing = input.get(1);
        this.gap = input.get(2);
        this.waves = waves(input.get(3), input.get(4), input.get(5));

        List<String> parts =
                n.split(1, byChannel(state), module.width(), module.cell().state());
        this.old = slots(parts.get(0));
        this.memory = parts.get(1);

        this.isSeen = n.isAbove(old("count"), 0.5);
        this.present = n.minus(n.number(1), missing);
        String last = n.slice(old("values"), 0, LEVELS, LEVELS + 1);
        String reading = n.clip(input.get(0), -SensorModule.LARGEST_READING, SensorModule.LARGEST_READING);
        this.v = n.where(n.isAbove(missing, 0.5), last, reading);
        this.floor = n.atLeast(n.times(n.add("Abs", v), 1e-6), 1e-20);
    }

    /** Writes a step: the rows x [B, I] and the state [B, S] of the channels give y and the next state. */
    static OnnxStep.Result write(SensorModule module, OnnxCell cell, OnnxNodes nodes, String x, String state) {
        return new ChannelOnnx(module, cell, nodes, x, state).write();
    }

    private boolean single() {
        return module.channels() == 1;
    }

    /** Returns a row for each channel. */
    private String byChannel(String state) {
        return single()
                ? state
                : n.reshape(state, -1, module.width() + module.cell().state());
    }

    /** Returns a row for each key. */
    private String byKey(String rows, int width) {
        return single() ? rows : n.reshape(rows, -1, (long) width * module.channels());
    }

    /** Returns the reading, its missing mark, the gap, the sine and the cosine of the day, and those of the week. */
    private List<String> input(String x) {
        if (single()) {
            return n.split(0, n.transpose(x), 1, 1, 1, 1, 1, 2);
        }
        int channels = module.channels();
        List<String> parts = n.split(1, x, 2 * channels, CLOCK.size());
        List<String> input = new ArrayList<>(n.split(0, n.transpose(n.reshape(parts.get(0), -1, 2)), 1, 1));
        String repeated = n.add("Expand", n.unsqueeze(parts.get(1), 1), n.integers(1, channels, 1));
        input.addAll(n.split(0, n.transpose(n.reshape(repeated, -1, CLOCK.size())), 1, 1, 1, 2));
        return input;
    }

    /** Returns the waves of a day, a week and half a day. */
    private String waves(String sine, String cosine, String week) {
        String doubled = n.times(sine, 2);
        String half = n.times(doubled, cosine);
        return n.concat(0, sine, cosine, week, half, n.minus(n.number(1), n.times(doubled, sine)));
    }

    private Map<String, String> slots(String statistics) {
        int[] widths = widths().values().stream().mapToInt(Integer::intValue).toArray();
        Iterator<String> parts = n.split(0, n.transpose(statistics), widths).iterator();
        Map<String, String> slots = new HashMap<>();
        widths().keySet().forEach(slot -> slots.put(slot, parts.next()));
        return slots;
    }

    private Map<String, Integer> widths() {
        Map<String, Integer> widths = new LinkedHashMap<>();
        module.slots()
                .forEach((slot, width) -> widths.merge(
                        slot.equals("near") || slot.equals("drift") ? SMOOTHED : slot, width, Integer::sum));
        return widths;
    }

    private String rates() {
        float[] rates = new float[LEVELS + MEANS + 1];
        System.arraycopy(SensorModule.LEVEL_RATES, 0, rates, 0, LEVELS);
        System.arraycopy(SensorModule.MEAN_RATES, 0, rates, LEVELS, MEANS);
        rates[LEVELS + MEANS] = QUICK;
        return n.numbers("rates", rates, rates.length, 1);
    }

    /** Returns the sine and the cosine of each hour. The waves of the week and of half a day get zeros. */
    private String hours() {
        float[] hours = new float[HOURS * WAVES];
        for (int hour = 0; hour < HOURS; hour++) {
            hours[hour * WAVES] = (float) StrictMath.sin(SensorModule.angle(hour));
            hours[hour * WAVES + 1] = (float) StrictMath.cos(SensorModule.angle(hour));
        }
        return n.numbers("hours", hours, HOURS, WAVES);
    }

    private String old(String slot) {
        String part = old.get(slot);
        if (part == null) {
            throw new IllegalArgumentException(
                    "the state of a channel has no slot " + slot + "; it has " + old.keySet());
        }
        return part;
    }

    private OnnxStep.Result write() {
        String before = n.where(isSeen, old("values"), v);
        String levels = n.slice(before, 0, 0, LEVELS);
        String said = n.slice(before, 0, LEVELS, LEVELS + EXPERTS + 1);
        List<String> parts = n.split(0, before, 1, LEVELS - 1, 1, EXPERTS - 1, 1, 1);
        String mean = parts.get(0);
        String repeated = parts.get(2);
        String ungated = parts.get(4);
        String expected = parts.get(5);

        // Each average is the plain mean of its first values, then an exponential one.
        String count = n.plus(old("count"), present);
        String share = n.inverse(n.atLeast(count, 1));
        String rates = n.times(present, n.add("Max", share, rates()));
        List<String> rate = n.split(0, rates, LEVELS, MEANS, 1);
        String quick = rate.get(2);
        String levelsNow = n.toward(levels, rate.get(0), v);
        String curve = n.plus(mean, product(old("season"), waves, WAVES));
        String apart = n.minus(v, n.concat(0, repeated, mean, expected, curve, ungated, repeated));
        List<String> distance = n.split(0, apart, 1, 1, 1, 1, 2);
        String off = n.add("Abs", apart);
        List<String> offs = n.split(0, off, 1, 1, 2, 2);
        String meansNow = n.toward(old("means"), rate.get(1), off);
        List<String> means = n.split(0, meansNow, 1, 1, 2, 1, 1);
        String unit = n.add("Max", means.get(0), floor);
        String isSteady = n.add("LessOrEqual", offs.get(0), floor);
        String run = n.where(isSteady, n.plus(old("run"), present), n.number(0));

        String error = n.clip(n.over(n.add("Abs", n.minus(v, said)), unit), 0, 20);
        String errors = n.toward(old("errors"), quick, error);
        String base = n.slice(errors, 0, 0, 1);
        String worse = n.over(n.minus(errors, base), n.total(errors, base, n.number(0.1)));

        String season = season(quick, distance.get(3));
        String curveNow = n.plus(n.slice(levelsNow, 0, 0, 1), product(season, waves, WAVES));
        String change = n.clip(n.over(distance.get(0), unit), -10, 10);
        String weights = weights(change);
        String changes = n.concat(0, change, n.slice(old("changes"), 0, 0, LAGS - 1));

        // What each forecaster says of the next reading. The first one says that it is this one.
        String distances = n.over(n.minus(n.concat(0, v, levelsNow, curveNow), v), unit);
        String offsets = n.clip(n.concat(0, distances, change, product(weights, changes, LAGS)), -20, 20);

        String features = n.concat(
                0,
                n.add("Softsign", offsets),
                worse,
                n.times(gap, 0.125),
                waves,
                n.add("Softsign", n.times(run, 0.125)),
                n.over(unit, n.plus(unit, means.get(1))),
                missing,
                share);
        OnnxStep.Result hidden = cell.step(n, n.transpose(features), memory);
        String foretold = foretold(n.columns(hidden.y(), "o"), worse, offsets);
        String gated = n.times(gate(means.get(3), means.get(4)), foretold);
        String forecasts = n.plus(v, n.times(unit, n.concat(0, offsets, foretold, gated)));
        String forecast = n.slice(forecasts, 0, EXPERTS + 1, EXPERTS + 2);

        put("count", count);
        put("run", run);
        put("values", levelsNow, forecasts);
        put("means", meansNow);
        put("season", season);
        put("changes", changes);
        put("weights", weights);
        put("errors", errors);
        String deviations = deviations(distance.get(1));
        Surprise surprise = module.kind() == SurpriseKind.FORECAST
                ? ofForecast(offs.get(2), means.get(2), deviations)
                : ofLevel(share);
        return result(surprise, expected, forecast, hidden.state());
    }

    private void put(String slot, String... parts) {
        next.put(slot, List.of(parts));
    }

    /** Returns the product of two vectors of {@code width} numbers. */
    private String product(String a, String b, int width) {
        return n.sumOfColumn(n.times(a, b), width, 1);
    }

    /** The seasonal curve learns by least mean squares. */
    private String season(String quick, String fromCurve) {
        String learned = n.over(n.times(n.times(quick, fromCurve), waves), n.number(3));
        return n.plus(old("season"), learned);
    }

    /** The regression on changes learns by normalised least mean squares. */
    private String weights(String change) {
        String changes = old("changes");
        String missed = n.times(present, n.minus(change, product(old("weights"), changes, LAGS)));
        // 0.02 / (mean of the squares + 1), in one product
        String power = n.plus(n.sumOfColumn(n.times(changes, changes), LAGS, 50.0 / LAGS), n.number(50));
        String learned = n.over(n.times(missed, changes), power);
        return n.clip(n.plus(old("weights"), learned), -2, 2);
    }

    /** The forecast before the gate, as an offset in units of change: the cell weighs the forecasters and corrects. */
    private String foretold(String head, String worse, String offsets) {
        List<String> parts = n.split(0, head, EXPERTS, 1);
        String trust = n.times(n.slice(worse, 0, 0, EXPERTS), n.weight("trust"));
        String trusted = n.softmax(0, n.minus(parts.get(0), trust));
        return n.plus(product(trusted, offsets, EXPERTS), parts.get(1));
    }

    /** The gate is 0 where the forecast has long been no better than the last reading. */
    private String gate(String own, String repeating) {
        return n.ramp(n.over(n.minus(own, repeating), n.total(own, repeating, floor)), -50);
    }

    /** Returns the deviations; -1 where the mean of one does not exist yet. */
    private String deviations(String fromMean) {
        String hour = n.placeOfLargest(0, n.add("MatMul", hours(), waves));
        String visits = n.pick(0, old("visits"), hour);
        String usual = n.pick(0, old("profile"), hour);
        String away = n.minus(v, usual);
        String exist = n.isAbove(n.times(n.concat(0, visits, visits, old("count")), present), 0.5);
        String before = old(SMOOTHED);
        String rates = n.numbers("smoothing", SMOOTHING, SMOOTHING.length, 1);
        String followed = n.toward(before, rates, n.concat(0, away, fromMean));
        String smoothed = n.where(n.slice(exist, 0, 1, 3), followed, before);
        put(SMOOTHED, smoothed);

        String visited = n.plus(visits, present);
        String rate = n.times(present, n.atLeast(n.inverse(n.atLeast(visited, 1)), 0.02));
        put("profile", n.replace(0, old("profile"), hour, n.plus(usual, n.times(rate, away))));
        put("visits", n.replace(0, old("visits"), hour, visited));
        return n.where(exist, n.add("Abs", n.concat(0, away, smoothed)), n.number(-1));
    }

    /** A surprise by channel, and further outputs of a channel. */
    private record Surprise(String ofKey, List<String> outputs) {}

    private Surprise ofForecast(String residuals, String usual, String deviations) {
        String parts = n.over(n.times(present, residuals), n.add("Max", usual, floor));
        String squares = product(parts, parts, 2);
        String surprise = n.root(squares);
        String ofKey = single() ? surprise : n.root(n.sumOfRow(ofKey(squares), module.channels(), 1));
        return new Surprise(ofKey, List.of(surprise, deviations));
    }

    private Surprise ofLevel(String share) {
        String anchored = n.where(isSeen, old("anchor"), v);
        String step = n.minus(v, anchored);
        String isSettled = n.isAbove(old("count"), SETTLED);
        String most = n.times(old("spread"), 2);
        String bounded = n.add("Max", n.add("Min", step, most), n.add("Neg", most));
        String follow = n.times(present, n.atLeast(share, 0.001));
        put("anchor", n.plus(anchored, n.times(follow, n.where(isSettled, bounded, step))));
        put("spread", n.toward(old("spread"), follow, n.add("Abs", n.where(isSettled, bounded, step))));
        String distance = n.clip(n.over(step, n.add("Max", old("spread"), floor)), -20, 20);
        String lean = n.toward(old("lean"), n.times(present, 0.1), n.where(isSettled, distance, n.number(0)));
        put("lean", lean);
        String parts = n.times(present, n.add("Abs", lean));
        String ofKey = single() ? parts : n.sumOfRow(ofKey(parts), module.channels(), 1.0 / module.channels());
        return new Surprise(ofKey, List.of(parts));
    }

    /** Returns a row for each key from a number of each channel. */
    private String ofKey(String column) {
        return n.reshape(column, -1, module.channels());
    }

    private OnnxStep.Result result(Surprise surprise, String expected, String forecast, String memoryNow) {
        List<String> outputs = new ArrayList<>(List.of(expected, forecast));
        outputs.addAll(surprise.outputs());
        String y = y(surprise.ofKey(), outputs);
        String[] parts =
                widths().keySet().stream().flatMap(slot -> next(slot).stream()).toArray(String[]::new);
        String state = n.concat(1, n.transpose(n.concat(0, parts)), memoryNow);
        return new OnnxStep.Result(
                y, byKey(state, module.width() + module.cell().state()));
    }

    private String y(String surprise, List<String> ofChannels) {
        if (single()) {
            ofChannels.add(0, surprise);
            return n.transpose(n.concat(0, ofChannels.toArray(String[]::new)));
        }
        String rows = n.transpose(n.concat(0, ofChannels.toArray(String[]::new)));
        return n.concat(1, surprise, byKey(rows, module.channelOutputs().size()));
    }

    private List<String> next(String slot) {
        List<String> parts = next.get(slot);
        if (parts == null) {
            throw new IllegalStateException("the slot " + slot + " has no next value");
        }
        return parts;
    }
}
