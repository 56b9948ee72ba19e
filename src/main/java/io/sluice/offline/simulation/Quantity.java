package io.sluice.offline.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A quantity measured on a machine of several channels. It depends on the machine's operation. */
enum Quantity {
    /** The speed in turns per minute. */
    SPEED(1480, 60) {
        @Override
        double signal(Operation machine) {
            return machine.load();
        }
    },
    /** The temperature of the bearing in degrees Celsius. It follows the load with a lag. */
    TEMPERATURE(65, 7) {
        @Override
        double signal(Operation machine) {
            return machine.heat() + 0.1 * machine.day();
        }
    },
    /** The vibration in mm/s. It rises faster than the speed. */
    VIBRATION(2.6, 0.4) {
        @Override
        double signal(Operation machine) {
            return 0.8 * machine.load() + 0.15 * machine.load() * machine.load();
        }
    },
    /** The power in kW. */
    POWER(45, 6) {
        @Override
        double signal(Operation machine) {
            return machine.load() + 0.1 * machine.load() * machine.load() + 0.2 * machine.valve();
        }
    },
    /** The pressure in bar. It rises with the speed and falls when the valve opens. */
    PRESSURE(6.2, 0.5) {
        @Override
        double signal(Operation machine) {
            return 0.9 * machine.load() - 0.6 * machine.valve();
        }
    },
    /** The flow in cubic metres per hour. It rises with the speed and when the valve opens. */
    FLOW(120, 14) {
        @Override
        double signal(Operation machine) {
            return 0.7 * machine.load() + 0.8 * machine.valve();
        }
    },
    /** The current in amperes: the power divided by a voltage that has a daily cycle. */
    CURRENT(82, 10) {
        @Override
        double signal(Operation machine) {
            return POWER.signal(machine) - 0.15 * machine.day();
        }
    },
    /** The oil temperature in degrees Celsius. It follows the bearing with a lag, and the weather. */
    OIL_TEMPERATURE(48, 4) {
        @Override
        double signal(Operation machine) {
            return machine.oil() + 0.3 * machine.day();
        }
    };

    private final double level;
    private final double swing;

    Quantity(double level, double swing) {
        this.level = level;
        this.swing = swing;
    }

    /** Returns the reading of an average machine at its usual load, in the quantity's unit. */
    double level() {
        return level;
    }

    /** Returns the change of the reading where the signal changes by 1, in the quantity's unit. */
    double swing() {
        return swing;
    }

    /** Returns the present distance from the level, in swings. */
    abstract double signal(Operation machine);

    /** Returns the name of the channel that measures it. */
    String channel() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the first {@code count} quantities. */
    static List<Quantity> first(int count) {
        return Arrays.asList(values()).subList(0, count);
    }
}
