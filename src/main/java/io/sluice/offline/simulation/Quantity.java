package io.sluice.offline.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is measured on a machine of several channels, and how it depends on what the machine does. */
enum Quantity {
    /** In turns a minute. */
    SPEED(1480, 60) {
        @Override
        double course(Operation machine) {
            return machine.load();
        }
    },
    /** Of the bearing, in degrees Celsius: follows the load with a lag. */
    TEMPERATURE(65, 7) {
        @Override
        double course(Operation machine) {
            return machine.heat() + 0.1 * machine.day();
        }
    },
    /** In mm/s: rises with the speed, the faster the more. */
    VIBRATION(2.6, 0.4) {
        @Override
        double course(Operation machine) {
            return 0.8 * machine.load() + 0.15 * machine.load() * machine.load();
        }
    },
    /** In kW. */
    POWER(45, 6) {
        @Override
        double course(Operation machine) {
            return machine.load() + 0.1 * machine.load() * machine.load() + 0.2 * machine.valve();
        }
    },
    /** In bar: rises with the speed and falls with the valve. */
    PRESSURE(6.2, 0.5) {
        @Override
        double course(Operation machine) {
            return 0.9 * machine.load() - 0.6 * machine.valve();
        }
    },
    /** In cubic metres an hour: rises with both. */
    FLOW(120, 14) {
        @Override
        double course(Operation machine) {
            return 0.7 * machine.load() + 0.8 * machine.valve();
        }
    },
    /** In ampere: the power by a voltage that has a day of its own. */
    CURRENT(82, 10) {
        @Override
        double course(Operation machine) {
            return POWER.course(machine) - 0.15 * machine.day();
        }
    },
    /** In degrees Celsius: follows the bearing with a lag, and the weather. */
    OIL_TEMPERATURE(48, 4) {
        @Override
        double course(Operation machine) {
            return machine.oil() + 0.3 * machine.day();
        }
    };

    private final double level;
    private final double swing;

    Quantity(double level, double swing) {
        this.level = level;
        this.swing = swing;
    }

    /** The reading of a usual machine at its usual load, in the quantity's unit. */
    double level() {
        return level;
    }

    /** By how much it changes where the course changes by 1, in the quantity's unit. */
    double swing() {
        return swing;
    }

    /** How far it is from its level now, in swings. */
    abstract double course(Operation machine);

    /** The name of its channel. */
    String channel() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The first so many of all. */
    static List<Quantity> first(int count) {
        return Arrays.asList(values()).subList(0, count);
    }
}
