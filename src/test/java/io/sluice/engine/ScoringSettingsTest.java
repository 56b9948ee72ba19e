package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.model.BundleException;
import io.sluice.model.Manifest;
import io.sluice.model.Sizes;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScoringSettingsTest {
    private static final List<String> OUTPUTS = List.of("surprise", "deviation.hour.value");

    private static Manifest manifest(Manifest.ScorerKind scorer, List<String> outputs, Map<String, Double> scoring) {
        return new Manifest(
                Manifest.FORMAT,
                "pump",
                "1",
                Manifest.Task.ANOMALY,
                new Manifest.Weights("model.pt", "0".repeat(64)),
                new Sizes(1, 1, outputs.size()),
                new Manifest.Input.Numeric(List.of(new Manifest.Input.Field("value")), List.of("value")),
                outputs.stream().map(Manifest.Output::new).toList(),
                scorer,
                scoring,
                List.of());
    }

    @Test
    void theUsersSettingsReplaceThoseOfTheManifest() {
        Manifest manifest =
                manifest(Manifest.ScorerKind.PROFILE, OUTPUTS, Map.of("open", 0.7, "close", 0.6, "quiet", 3.0));
        assertThat(ScoringSettings.of(manifest, Map.of("silent.events", 60.0, "deviation.hour.weight", 1.0)))
                .isEqualTo(Map.of(
                        "open", 0.7, "close", 0.6, "quiet", 3.0, "silent.events", 60.0, "deviation.hour.weight", 1.0));
        assertThat(ScoringSettings.of(manifest, Map.of("false.alerts", 1.0)))
                .isEqualTo(Map.of("false.alerts", 1.0, "quiet", 3.0));
        assertThat(ScoringSettings.of(manifest, Map.of("false.alerts.per.day", 1.0, "events.per.day", 1440.0)))
                .isEqualTo(Map.of("false.alerts.per.day", 1.0, "events.per.day", 1440.0, "quiet", 3.0));
    }

    @Test
    void aUserMayReplaceOneSettingOfADayOrBothByAnotherThreshold() {
        Manifest manifest = manifest(
                Manifest.ScorerKind.PROFILE,
                OUTPUTS,
                Map.of("false.alerts.per.day", 1.0, "events.per.day", 1440.0, "close", 0.3));
        assertThat(ScoringSettings.of(manifest, Map.of("events.per.day", 288.0)))
                .isEqualTo(Map.of("false.alerts.per.day", 1.0, "events.per.day", 288.0));
        assertThat(ScoringSettings.of(manifest, Map.of("false.alerts.per.day", 0.5)))
                .isEqualTo(Map.of("false.alerts.per.day", 0.5, "events.per.day", 1440.0));
        for (String threshold : List.of("open", "false.alerts")) {
            assertThat(ScoringSettings.of(manifest, Map.of(threshold, 0.5))).isEqualTo(Map.of(threshold, 0.5));
        }
    }

    @Test
    void anUnknownSettingIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> ScoringSettings.of(
                        manifest(Manifest.ScorerKind.PROFILE, OUTPUTS, Map.of()), Map.of("deviation.day.weight", 1.0)))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("no setting \"deviation.day.weight\"")
                .hasMessageContaining("deviation.hour.weight");
        assertThatThrownBy(() -> ScoringSettings.of(
                        manifest(Manifest.ScorerKind.TAILS, OUTPUTS, Map.of()), Map.of("silent.events", 60.0)))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("settle.events");
    }

    @Test
    void anUnknownSettingOfTheManifestIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> new ServingModel(
                        manifest(Manifest.ScorerKind.TAILS, OUTPUTS, Map.of("opn", 0.9, "threshold", 0.9)), 1))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith(
                        "model pump: model.json: scoring has no setting \"opn\"; its settings are close,")
                .hasMessageContaining("threshold");
        assertThatThrownBy(() -> ScoringSettings.of(
                        manifest(Manifest.ScorerKind.PROFILE, OUTPUTS, Map.of("tail.size", 16.0)), Map.of()))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("no setting \"tail.size\"");
    }

    @Test
    void aScorerStateThatIsTooLargeIsRefused() {
        List<String> outputs = Stream.concat(
                        Stream.of("surprise"),
                        IntStream.range(0, 4500).mapToObj(kind -> "deviation.k" + kind + ".value"))
                .toList();
        assertThatThrownBy(() -> new ServingModel(manifest(Manifest.ScorerKind.TAILS, outputs, Map.of()), 1))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("model pump")
                .hasMessageContaining("bytes of a key's state");
    }
}
