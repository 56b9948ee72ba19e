package io.sluice.score.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sluice.model.BundleException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertThresholdTest {
    @Test
    void fewerFalseAlertsNeedAHigherScore() {
        double previous = 0;
        for (double wanted : new double[] {4.5, 3, 2, 1, 0.5, 0.2, 0.1, 0.03}) {
            double score = AlertThreshold.score(wanted, 1);
            assertThat(score).isGreaterThan(previous).isLessThan(1);
            previous = score;
        }
    }

    @Test
    void theTableIsMetWhereItHasANumber() {
        assertThat(AlertThreshold.score(0.54, 1)).isCloseTo(ScoreScale.score(30), within(1e-12));
        assertThat(ScoreScale.average(ScoreScale.score(30))).isCloseTo(30, within(1e-9));
    }

    @Test
    void aNumberBeyondTheTableIsRefused() {
        for (double wanted : new double[] {0, 0.01, 5, Double.NaN}) {
            assertThatThrownBy(() -> ProfileSettings.of(Map.of("false.alerts", wanted), 1))
                    .isInstanceOf(BundleException.class)
                    .hasMessageContaining("false.alerts " + wanted)
                    .hasMessageContaining("from 0.03 to 4.5");
        }
    }

    @Test
    void moreChannelsNeedAHigherScore() {
        assertThat(AlertThreshold.score(0.3, 8)).isGreaterThan(AlertThreshold.score(0.3, 1));
    }

    @Test
    void aScoreThatNoEventReachesIsRefused() {
        assertThatThrownBy(() -> ProfileSettings.of(Map.of("open", 0.975), 1))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("open 0.975")
                .hasMessageContaining("open <= 0.95");
    }

    @Test
    void openAndFalseAlertsExcludeEachOther() {
        assertThatThrownBy(() -> ProfileSettings.of(Map.of("false.alerts", 1.0, "open", 0.5), 1))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("remove one of them");
    }

    @Test
    void otherWeightsNeedAThresholdOfTheirOwn() {
        assertThatThrownBy(() -> ProfileSettings.of(Map.of("deviation.relation.weight", 1.0), 1))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("set open");
        assertThat(ProfileSettings.of(Map.of("deviation.relation.weight", 1.0, "open", 0.6), 1)
                        .close())
                .isBetween(0.3f, 0.6f);
    }

    @Test
    void aWeightOutOfRangeIsRefused() {
        assertThatThrownBy(() -> ProfileSettings.of(Map.of("repeat.weight", -1.0), 1))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("repeat.weight -1.0");
        assertThatThrownBy(() -> ProfileSettings.of(Map.of("open", 0.5, "deviation.hour.weight", 101.0), 1))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("deviation.hour.weight 101.0");
    }
}
