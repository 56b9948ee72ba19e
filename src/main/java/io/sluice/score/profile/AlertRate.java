package io.sluice.score.profile;

import io.sluice.model.BundleException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;

/** The wanted number of false alerts of a key, which settings give in 1,000 events or in a day. */
final class AlertRate {
    static final String IN_1000_EVENTS = "false.alerts";
    static final String A_DAY = "false.alerts.per.day";
    static final String EVENTS_A_DAY = "events.per.day";

    private static final double DEFAULT = 0.3;

    private AlertRate() {}

    /**
     * Returns the wanted number of false alerts in 1,000 events.
     *
     * @throws BundleException if one of the settings of a day is there without the other, or {@link AlertThreshold}
     *     does not reach the number of a day
     */
    static double of(Map<String, Double> scoring) {
        Double aDay = scoring.get(A_DAY);
        Double events = scoring.get(EVENTS_A_DAY);
        if (aDay == null && events == null) {
            return scoring.getOrDefault(IN_1000_EVENTS, DEFAULT);
        }
        if (events == null) {
            throw new BundleException("scoring sets " + A_DAY + " without " + EVENTS_A_DAY + "; set " + EVENTS_A_DAY
                    + " to the number of events that a key usually sends in a day, such as 1440 for one a minute");
        }
        if (aDay == null) {
            throw new BundleException("scoring sets " + EVENTS_A_DAY + " without " + A_DAY + ", which is all that uses"
                    + " it; set " + A_DAY + ", or remove " + EVENTS_A_DAY);
        }
        return in1000Events(aDay, events);
    }

    /** Returns the wanted number in words. */
    static String description(Map<String, Double> scoring) {
        Double aDay = scoring.get(A_DAY);
        return aDay == null
                ? "about " + number(of(scoring)) + " false alerts in 1,000 events of a key"
                : "about " + number(aDay) + " false alerts a day for a key of "
                        + number(scoring.getOrDefault(EVENTS_A_DAY, Double.NaN)) + " events a day";
    }

    private static double in1000Events(double aDay, double events) {
        if (!(0 < events && events < Double.POSITIVE_INFINITY)) {
            throw new BundleException("scoring says " + EVENTS_A_DAY + " " + number(events)
                    + "; it is the number of events of a key in a day and must be above 0");
        }
        double smallest = aDay(AlertThreshold.FEWEST, events, RoundingMode.CEILING);
        double largest = aDay(AlertThreshold.MOST, events, RoundingMode.FLOOR);
        if (!(smallest <= aDay && aDay <= largest)) {
            throw new BundleException("scoring says " + A_DAY + " " + number(aDay) + " and " + EVENTS_A_DAY + " "
                    + number(events) + "; at this number of events, " + A_DAY + " must be from " + number(smallest)
                    + " to " + number(largest) + "; the nearest possible value is "
                    + number(aDay < smallest ? smallest : largest) + "; set open for another threshold");
        }
        // The last bit of the product may lie outside of the table.
        return Math.max(AlertThreshold.FEWEST, Math.min(AlertThreshold.MOST, aDay / events * 1000));
    }

    /** Returns a number of alerts in 1,000 events as one in a day, short enough to be typed. */
    private static double aDay(double in1000Events, double events, RoundingMode inwards) {
        return BigDecimal.valueOf(in1000Events)
                .multiply(BigDecimal.valueOf(events))
                .movePointLeft(3)
                .round(new MathContext(4, inwards))
                .doubleValue();
    }

    private static String number(double number) {
        return Double.isFinite(number)
                ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                : Double.toString(number);
    }
}
