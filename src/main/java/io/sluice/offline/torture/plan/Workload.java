package io.sluice.offline.torture.plan;

import java.util.List;
import java.util.Random;

/**
 * The kinds of events, each with the bundle that scores them. The torture itself writes those of {@link #FRAGILE},
 * which fails for some readings, and of {@link #RUNS}, which is in ONNX and takes several events of a key in one call.
 */
public enum Workload {
    READINGS("sensor-anomaly") {
        @Override
        List<String> malformed() {
            return List.of("{\"value\":true}", "{\"value\":1e99}", "{\"value\":1,\"value\":2}");
        }

        @Override
        String content(Random random) {
            double value = 20 + random.nextGaussian() + (random.nextInt(40) == 0 ? 30 : 0);
            return "\"value\":" + (random.nextInt(20) == 0 ? "null" : Float.toString((float) value));
        }
    },
    TEXTS("sentiment") {
        @Override
        List<String> malformed() {
            return List.of("{\"text\":7}", "{\"text\":\"\"}", "{\"text\":\"a\",\"text\":\"b\"}");
        }

        @Override
        String content(Random random) {
            StringBuilder text = new StringBuilder("\"text\":\"");
            for (int words = 1 + random.nextInt(12); words > 0; words--) {
                text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
            }
            return text.append('"').toString();
        }
    },
    FRAGILE("fragile-gru") {
        @Override
        List<String> malformed() {
            return MALFORMED_CHANNELS;
        }

        @Override
        String content(Random random) {
            return channels(random);
        }
    },
    RUNS("onnx-gru") {
        @Override
        List<String> malformed() {
            return MALFORMED_CHANNELS;
        }

        @Override
        String content(Random random) {
            return channels(random);
        }
    },
    ITEMS("next-item") {
        @Override
        List<String> malformed() {
            return List.of("{\"item\":7.5}", "{\"item\":\"\"}", "{\"item\":[\"a\"]}");
        }

        @Override
        String content(Random random) {
            String item = PRODUCTS.get(random.nextInt(PRODUCTS.size())) + "-" + TREES.get(random.nextInt(TREES.size()));
            return "\"item\":\"" + item + "-" + (1 + random.nextInt(5)) + "\"";
        }
    };

    private static final List<String> MALFORMED_CHANNELS =
            List.of("{\"c1\":true}", "{\"c2\":1e99}", "{\"c1\":1,\"c1\":2}");
    private static final List<String> WORDS = List.of(
            "good", "bad", "fine", "poor", "day", "film", "not", "very", "the", "is", "!", "schön", "猫", "😀", "سلام");
    private static final List<String> BROKEN = List.of("null", "[1]", "{", "{\"timestamp\":\"yesterday\"}");
    private static final List<String> PRODUCTS =
            List.of("map", "seeds", "light", "board", "kettle", "camera", "teapot");
    private static final List<String> TREES = List.of("birch", "cedar", "maple", "rowan", "alder");

    private final String bundle;

    Workload(String bundle) {
        this.bundle = bundle;
    }

    /** Returns the folder of the bundle inside the folder of Sluice's bundles. */
    public String bundle() {
        return bundle;
    }

    /** Returns the fields of an event, without those that all events share. */
    abstract String content(Random random);

    private static String channels(Random random) {
        return "\"c1\":" + (float) random.nextGaussian() + ",\"c2\":" + (float) random.nextGaussian();
    }

    /** Returns values that are wrong for these events alone. */
    abstract List<String> malformed();

    /** Returns the fields of an event with which the model fails. */
    static String poisoned(int poison) {
        return "\"c1\":" + poison;
    }

    /** Returns true if the model judges readings, so that alerts come. */
    public boolean hasAlerts() {
        return this == READINGS || this == FRAGILE || this == RUNS;
    }

    /** Returns the value of a record that cannot be scored. */
    String malformed(Random random) {
        List<String> values = random.nextBoolean() ? BROKEN : malformed();
        return values.get(random.nextInt(values.size()));
    }
}
