package io.sluice.cli.recovery;

import io.sluice.offline.recovery.PipelineKind;
import io.sluice.offline.soak.MetricsPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The instances of a pipeline. */
final class Instances implements AutoCloseable {
    private final List<Instance> all = new ArrayList<>();
    private int turn;

    /** What the instances say of their states, if all are ready. */
    record Look(boolean ready, double keys, double behind, double copied) {
        static final Look NOT_READY = new Look(false, 0, 0, 0);

        /** Returns true if each key has a state, and the copies have all changes. */
        boolean isComplete(int expected, long copies) {
            return ready && keys == expected && behind == 0 && copied >= copies;
        }
    }

    /** Prepares instances, of which none runs. */
    Instances(RecoverySetting setting, PipelineKind kind, Map<String, String> properties) throws IOException {
        for (int number = 1; number <= kind.instances(); number++) {
            all.add(new Instance(setting, kind, number, properties));
        }
    }

    void start() throws IOException {
        for (Instance instance : all) {
            instance.start();
        }
    }

    /**
     * Returns the instance whose turn it is to end. With several instances, it is never the one that has started last,
     * as that one may have copies alone.
     */
    Instance next() {
        return all.get(turn++ % all.size());
    }

    /** Returns an instance that serves after the end of another one: another one if there is one. */
    Instance besides(Instance ended) {
        return all.stream().filter(instance -> instance != ended).findFirst().orElse(ended);
    }

    boolean areReady() throws InterruptedException {
        for (Instance instance : all) {
            if (!instance.isReady()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Looks at all instances.
     *
     * @param copying the instances whose copied records count
     */
    Look look(List<Instance> copying) throws IOException, InterruptedException {
        if (!areReady()) {
            return Look.NOT_READY;
        }
        double keys = 0;
        double behind = 0;
        double copied = 0;
        for (Instance instance : all) {
            MetricsPage page = instance.metrics();
            double own = page.sum("sluice_keys", labels -> true);
            keys += Double.isNaN(own) ? 0 : own; // it counts still, or has copies alone
            behind += page.sum("kafka_consumer_fetch_manager_records_lag", Instances::isOfCopies);
            if (copying.contains(instance)) {
                copied += page.sum("kafka_consumer_fetch_manager_records_consumed_total", Instances::isOfCopies);
            }
        }
        return new Look(true, keys, behind, copied);
    }

    /** Kafka Streams fills copies by a consumer of their own. Kafka counts its records in total and by topic. */
    private static boolean isOfCopies(String labels) {
        return labels.contains("-restore-consumer\"") && labels.contains("topic=");
    }

    List<Instance> all() {
        return List.copyOf(all);
    }

    @Override
    public void close() throws IOException {
        for (Instance instance : all) {
            instance.close();
        }
    }
}
