package io.sluice.it;

import io.sluice.model.StepModel;
import io.sluice.stream.SequentialOracle;
import io.sluice.torch.ItemBundle;
import io.sluice.torch.TextBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The work of a crash run: a bundle, events for it, and the oracle of their predictions. */
interface Workload {
    Path bundle();

    /** Returns the properties of the pipeline, in addition to those that every run needs. */
    Map<String, String> properties();

    Traffic traffic(String topic, long seed);

    SequentialOracle oracle(StepModel model);

    /** Makes a workload of readings of two channels, with alerts. */
    static Workload sensors(Path bundle) throws IOException {
        return sensors(ChannelGru.write(bundle, "a", "b"));
    }

    /** Makes the same workload of readings with a model in ONNX, which takes runs. */
    static Workload sensorsOnnx(Path bundle) throws IOException {
        return sensors(ChannelGru.writeOnnx(bundle, "a", "b"));
    }

    private static Workload sensors(ChannelGru gru) {
        return new Workload() {
            @Override
            public Path bundle() {
                return gru.folder();
            }

            @Override
            public Map<String, String> properties() {
                return Map.of("sluice.alert.topic", "alerts");
            }

            @Override
            public Traffic traffic(String topic, long seed) {
                return new SensorTraffic(topic, seed);
            }

            @Override
            public SequentialOracle oracle(StepModel model) {
                return new SequentialOracle(model, 0, "a", "b");
            }
        };
    }

    /** Makes a workload of items, with masked rankings. */
    static Workload items(Path bundle) throws IOException {
        ItemBundle.write(bundle);
        return new Workload() {
            @Override
            public Path bundle() {
                return bundle;
            }

            @Override
            public Map<String, String> properties() {
                return Map.of("sluice.ranking.seen", "mask");
            }

            @Override
            public Traffic traffic(String topic, long seed) {
                return new ItemTraffic(topic, seed);
            }

            @Override
            public SequentialOracle oracle(StepModel model) {
                return new SequentialOracle(model, 0, new ItemIds());
            }
        };
    }

    /** Makes a workload of texts. */
    static Workload texts(Path bundle) throws IOException {
        TextBundle.write(bundle);
        return new Workload() {
            @Override
            public Path bundle() {
                return bundle;
            }

            @Override
            public Map<String, String> properties() {
                return Map.of();
            }

            @Override
            public Traffic traffic(String topic, long seed) {
                return new TextTraffic(topic, seed);
            }

            @Override
            public SequentialOracle oracle(StepModel model) {
                return new SequentialOracle(model, 0, new WordRows(TextBundle.words(), TextBundle.TOKENS));
            }
        };
    }
}
