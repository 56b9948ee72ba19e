package io.sluice.offline.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A simulated machine. It has one channel with a daily cycle, or several channels that depend on one {@link Operation}.
 * It sends an event about every 20 minutes, 72 a day, so that a short demo shows several days. Sometimes it is silent
 * for hours.
 */
final class Machine {
    private static final double INTERVAL_SECONDS = 1200;
    private static final double SECONDS_PER_DAY = 86_400;
    private static final double DRIFT_DAYS = 9;
    /** The probability that a pause is a silence of hours. */
    private static final double SILENCE = 0.01;
    /** The probability that one of several readings is missing. */
    private static final double MISSING_OF_MANY = 0.03;
    /** The probability that the only reading is missing. It is lower, because the whole event is lost with it. */
    private static final double MISSING_ALONE = 0.004;

    private final String key;
    private final List<Channel> channels = new ArrayList<>();
    private final Operation operation;
    private final FaultPlan plan;
    private final Random noise;
    private final double phase;
    private Instant last;
    private Instant time;
    private long step;

    /**
     * A machine that has sent nothing yet.
     *
     * @param quantities the measured quantities; empty for a machine with one channel of no given quantity
     * @param healthy the number of first events without a fault
     */
    Machine(String key, List<Quantity> quantities, int healthy, Instant start, long seed) {
        Random shape = new Random(seed);
        Random faults = new Random(shape.nextLong());
        this.key = key;
        this.noise = new Random(shape.nextLong());
        this.phase = shape.nextDouble();
        this.time = start.plusSeconds((long) (INTERVAL_SECONDS * shape.nextDouble()));
        this.last = time;
        this.operation = quantities.isEmpty() ? Operation.regular() : Operation.wandering(new Random(shape.nextLong()));
        if (quantities.isEmpty()) {
            channels.add(Channel.sole(shape, noise, faults));
        }
        for (Quantity quantity : quantities) {
            channels.add(Channel.of(quantity, shape, noise, faults));
        }
        this.plan = new FaultPlan(key, channels.stream().map(Channel::name).toList(), healthy, faults);
    }

    String key() {
        return key;
    }

    /** Returns the time of the next event. */
    Instant time() {
        return time;
    }

    /** Makes the machine show a fault from its next event on, see {@link FaultPlan#inject}. */
    void inject(FaultKind kind) {
        plan.inject(kind, step + 1);
    }

    SensorEvent next() {
        Instant now = time;
        boolean[] missing = missing();
        boolean scored = !allOf(missing);
        @Nullable Fault fault = plan.at(step + 1);
        step += scored ? 1 : 0;
        Map<String, Double> readings = readings(now, missing, fault);
        String json = json(now, readings);
        last = now;
        time = now.plus(pause());
        return new SensorEvent(key, now, scored ? step : 0, readings, json, scored ? fault : null);
    }

    /** Reads every channel, because a fault continues while its channel is missing. */
    private Map<String, Double> readings(Instant now, boolean[] missing, @Nullable Fault fault) {
        double days = now.getEpochSecond() / SECONDS_PER_DAY;
        double demand = DailyCycle.sine(days + phase)
                + 0.3 * DailyCycle.sine(2 * days + phase)
                + 0.6 * DailyCycle.sine(days / DRIFT_DAYS + phase);
        operation.advance(demand, Duration.between(last, now).toSeconds() / 60.0, DailyCycle.sine(days));
        Map<String, Double> readings = new HashMap<>();
        for (int c = 0; c < missing.length; c++) {
            Channel channel = channels.get(c);
            double reading = channel.read(days, operation, step, fault);
            if (!missing[c]) {
                readings.put(channel.name(), Math.round(reading * 100) / 100.0);
            }
        }
        return readings;
    }

    private String json(Instant now, Map<String, Double> readings) {
        StringBuilder json = new StringBuilder("{\"timestamp\": \"").append(now).append('"');
        for (Channel channel : channels) {
            Double reading = readings.get(channel.name());
            if (reading != null || noise.nextBoolean()) {
                json.append(", \"").append(channel.name()).append("\": ").append(reading);
            }
        }
        return json.append('}').toString();
    }

    /** Draws the channels that are missing from this event. Of several channels, at least one is present. */
    private boolean[] missing() {
        boolean[] missing = new boolean[channels.size()];
        double rate = missing.length == 1 ? MISSING_ALONE : MISSING_OF_MANY;
        for (int c = 0; c < missing.length; c++) {
            missing[c] = noise.nextDouble() < rate;
        }
        if (missing.length > 1 && allOf(missing)) {
            missing[0] = false;
        }
        return missing;
    }

    private Duration pause() {
        double intervals = 0.8 + 0.4 * noise.nextDouble();
        if (noise.nextDouble() < SILENCE) {
            intervals += 2 + 10 * noise.nextDouble();
        }
        return Duration.ofSeconds((long) (INTERVAL_SECONDS * intervals));
    }

    private static boolean allOf(boolean[] marks) {
        for (boolean mark : marks) {
            if (!mark) {
                return false;
            }
        }
        return true;
    }
}
