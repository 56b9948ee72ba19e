package io.sluice.stream;

import static io.sluice.stream.PipelineDriver.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.engine.ServingModel;
import io.sluice.offline.simulation.Click;
import io.sluice.offline.simulation.ClickGroundTruth;
import io.sluice.offline.simulation.ClickReport;
import io.sluice.offline.simulation.Shop;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the shipped model of next items is there for. */
class ShippedItemModelTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static LoadedBundle bundle;

    @BeforeAll
    static void load() {
        bundle = LoadedBundle.open(Path.of("models/next-item"), "cpu");
    }

    private static PipelineDriver pipeline() {
        return new PipelineDriver(ServingModel.of(bundle.bundle()), () -> bundle.newStepModel(512), Map.of());
    }

    private static List<String> ranking(TestRecord<byte[], byte[]> prediction) throws IOException {
        return JSON.readTree(prediction.value()).get("ranking").findValuesAsText("item");
    }

    private static List<PipelineDriver.Input> visit(String key, String... items) {
        return Stream.of(items)
                .map(item -> event(key, 1, "{\"item\":\"" + item + "\"}"))
                .toList();
    }

    @Test
    void itKnowsEveryItemOfTheShop() {
        assertThat(Shop.items()).allMatch(item -> bundle.bundle().vocabulary().id(item) > 0);
        assertThat(bundle.bundle().vocabulary().size()).isEqualTo(Shop.items().size());
    }

    /** A lantern is looked at for a camp and for a balcony; bottles come next for one, mugs for the other. */
    @Test
    void twoVisitsWithTheSameLastClickAndOtherPastsGetOtherRankings() throws IOException {
        List<PipelineDriver.Input> clicks = new ArrayList<>();
        clicks.addAll(visit("camper", "tent-maple-2", "sleeping-bag-maple-2", "stove-maple-2", "lantern-maple-2"));
        clicks.addAll(visit("gardener", "pot-maple-2", "seeds-maple-2", "shears-maple-2", "lantern-maple-2"));
        try (PipelineDriver driver = pipeline()) {
            driver.poll(clicks);
            List<TestRecord<byte[], byte[]>> predictions = driver.predictions();
            List<String> camper = ranking(predictions.get(3));
            List<String> gardener = ranking(predictions.get(7));

            assertThat(camper).anyMatch(item -> item.startsWith("bottle-"));
            assertThat(gardener).noneMatch(item -> item.startsWith("bottle-"));
            assertThat(gardener).anyMatch(item -> item.startsWith("mug-"));
            assertThat(camper).noneMatch(item -> item.startsWith("mug-"));
        }
    }

    /** Of shoppers whom training never saw. */
    @Test
    void itForeseesMoreThanWhatIsPopular() throws IOException {
        Shop shop = new Shop(100, 20_261_124);
        List<Click> clicks = Stream.generate(shop::next).limit(3000).toList();
        ClickGroundTruth ledger = new ClickGroundTruth();
        try (PipelineDriver driver = pipeline()) {
            driver.poll(clicks.stream()
                    .map(click -> event(click.session(), 1, click.json()))
                    .toList());
            List<Click> valid =
                    clicks.stream().filter(click -> click.step() > 0).toList();
            List<TestRecord<byte[], byte[]>> predictions = driver.predictions();
            assertThat(predictions).hasSameSizeAs(valid);
            for (int i = 0; i < valid.size(); i++) {
                JsonNode prediction = JSON.readTree(predictions.get(i).value());
                assertThat(prediction.get("key").asText())
                        .isEqualTo(valid.get(i).session());
                ledger.score(valid.get(i), ranking(predictions.get(i)));
            }
        }
        ClickReport report = ledger.report();
        assertThat(report.model().hitRate())
                .as("%s", report)
                .isGreaterThan(report.popularity().hitRate() + 0.5);
        assertThat(report.model().reciprocalRank())
                .as("%s", report)
                .isGreaterThan(report.popularity().reciprocalRank() + 0.2);
    }
}
