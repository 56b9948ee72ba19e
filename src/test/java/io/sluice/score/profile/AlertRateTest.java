package io.sluice.score.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sluice.model.BundleException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertRateTest {
    private static Map<String, Double> aDay(double alerts, double events) {
        return Map.of("false.alerts.per.day", alerts, "events.per.day", events);
    }

    @Test
    void aNumberADayIsTheSameAsOneIn1000Events() {
        assertThat(AlertRate.of(aDay(1.44, 1440))).isCloseTo(1, within(1e-12));
        assertThat(AlertRate.of(aDay(0.3, 288))).isCloseTo(0.3 / 0.288, within(1e-12));
        assertThat(ProfileSettings.of(aDay(1.44, 1440), 1))
                .isEqualTo(ProfileSettings.of(Map.of("false.alerts", 1.0), 1));
    }

    @Test
    void withoutASettingItIsTheDefault() {
        assertThat(AlertRate.of(Map.of())).isEqualTo(0.3);
    }

    @Test
    void oneSettingOfADayNeedsTheOther() {
        assertRefused(Map.of("false.alerts.per.day", 0.5), "without events.per.day", "set events.per.day");
        assertRefused(Map.of("events.per.day", 1440.0), "without false.alerts.per.day", "remove events.per.day");
    }

    @Test
    void anotherThresholdExcludesTheSettingsOfADay() {
        for (String other : new String[] {"open", "false.alerts"}) {
            assertRefused(
                    Map.of("false.alerts.per.day", 1.0, "events.per.day", 1440.0, other, 0.5),
                    "sets " + other + " and false.alerts.per.day",
                    "remove one of them");
            assertRefused(Map.of("events.per.day", 1440.0, other, 0.5), "events.per.day and " + other);
        }
    }

    @Test
    void aNumberBeyondTheTableIsRefusedWithTheNearestOne() {
        assertRefused(
                aDay(0.001, 1440),
                "false.alerts.per.day 0.001 and events.per.day 1440",
                "from 0.0432 to 6.48",
                "nearest possible value is 0.0432;");
        assertRefused(aDay(10, 1440), "nearest possible value is 6.48;");
        assertRefused(aDay(1, 86_400), "nearest possible value is 2.592;");
        assertRefused(aDay(-1, 1440), "nearest possible value is 0.0432;");
    }

    @Test
    void theNearestValueIsAccepted() {
        for (double events : new double[] {1, 7, 24, 288, 1440, 86_400.0 / 7, 86_400, 123_456.789, 1e9}) {
            for (double wanted : new double[] {0, 1e12}) {
                String message = message(aDay(wanted, events));
                String nearest = message.replaceAll(".*nearest possible value is ([0-9.]+);.*", "$1");
                assertThat(AlertRate.of(aDay(Double.parseDouble(nearest), events)))
                        .as(message)
                        .isBetween(0.03, 4.5)
                        .isCloseTo(wanted == 0 ? 0.03 : 4.5, within(0.005));
            }
        }
    }

    private static String message(Map<String, Double> scoring) {
        try {
            ProfileSettings.of(scoring, 1);
        } catch (BundleException e) {
            return e.getMessage();
        }
        throw new AssertionError(scoring + " is not refused");
    }

    @Test
    void aDayHasEvents() {
        for (double events : new double[] {0, -1, Double.NaN}) {
            assertRefused(aDay(1, events), "events.per.day", "must be above 0");
        }
    }

    @Test
    void otherWeightsNeedAThresholdOfTheirOwn() {
        assertRefused(
                Map.of("false.alerts.per.day", 1.0, "events.per.day", 1440.0, "reading.weight", 0.0),
                "false.alerts.per.day cannot choose",
                "set open");
    }

    private static void assertRefused(Map<String, Double> scoring, String... parts) {
        assertThatThrownBy(() -> ProfileSettings.of(scoring, 1))
                .isInstanceOf(BundleException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }
}
