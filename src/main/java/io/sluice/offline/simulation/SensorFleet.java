package io.sluice.offline.simulation;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A fleet of simulated machines, {@code pump-01} and so on: an endless stream of events in order of time. The faulty
 * events are known. The same number of machines and channels and the same seed give the same stream on every machine.
 *
 * <p>Each channel has its own level and scale. The readings follow a daily cycle and a slow drift, with noise. Some
 * readings are missing (null or absent), and the time between two events varies. A machine is healthy at first, by
 * default for {@value #HEALTHY} events, and for at least 100 events after each fault.
 *
 * <p>A machine's only channel is called {@code value}. Several channels are quantities that depend on each other:
 * speed, temperature, vibration and so on; see {@link #channelNames}.
 *
 * <p>Not safe for use by several threads.
 */
public final class SensorFleet {
    /** The largest number of channels. */
    public static final int MOST_CHANNELS = Quantity.values().length;

    /** The default of the number of a machine's first events without a fault. */
    public static final int HEALTHY = 60;

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private final PriorityQueue<Machine> machines =
            new PriorityQueue<>(Comparator.comparing(Machine::time).thenComparing(Machine::key));

    /** A fleet whose machines are healthy for their first {@value #HEALTHY} events. */
    public SensorFleet(int machines, int channels, long seed) {
        this(machines, channels, HEALTHY, seed);
    }

    /**
     * A fleet.
     *
     * @param healthy the number of each machine's first events without a fault
     */
    public SensorFleet(int machines, int channels, int healthy, long seed) {
        if (machines < 1 || channels < 1 || channels > MOST_CHANNELS) {
            throw new IllegalArgumentException("a fleet of " + machines + " machines with " + channels
                    + " channels: give at least 1 machine, and 1 to " + MOST_CHANNELS + " channels");
        }
        List<Quantity> quantities = channels == 1 ? List.of() : Quantity.first(channels);
        Random seeds = new Random(seed);
        for (int m = 1; m <= machines; m++) {
            this.machines.add(new Machine(
                    String.format(Locale.ROOT, "pump-%02d", m), quantities, healthy, START, seeds.nextLong()));
        }
    }

    /** Returns the next event of all machines in order of time. */
    public SensorEvent next() {
        Machine machine = machines.remove();
        SensorEvent event = machine.next();
        machines.add(machine);
        return event;
    }

    /**
     * Makes a machine show a fault from its next event on.
     *
     * @throws IllegalArgumentException if there is no such machine, or it cannot show the fault
     * @throws IllegalStateException if the machine shows a fault now
     */
    public void inject(String key, FaultKind kind) {
        machines.stream()
                .filter(machine -> machine.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no pump " + key))
                .inject(kind);
    }

    /** Returns the kinds of faults that machines with this number of channels can show. */
    public static List<FaultKind> faults(int channels) {
        return Stream.of(FaultKind.values())
                .filter(kind -> kind.happensTo(channels))
                .toList();
    }

    /** Returns the names of the channels, which are the fields of the JSON. */
    public static List<String> channelNames(int channels) {
        return channels == 1
                ? List.of(Channel.SOLE)
                : Quantity.first(channels).stream().map(Quantity::channel).toList();
    }
}
