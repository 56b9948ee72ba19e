package io.sluice.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.Internal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A simulation for the demo: it makes events, and compares their predictions with the ground truth. */
@Internal
public interface DemoScenario {
    /** Returns the names and texts that the demo needs for this scenario. */
    Setup setup();

    /**
     * Returns the folder of the bundle to use.
     *
     * @param shipped the folder of the shipped bundle
     * @param temporary a folder for a modified bundle; the demo deletes it at its end
     */
    default Path bundle(Path shipped, Path temporary) throws IOException {
        return shipped;
    }

    /** Returns the settings of the model's scorer that suit the simulation, in place of those of its manifest. */
    default Map<String, Double> scoring() {
        return Map.of();
    }

    /** Returns the next event. Only the sending thread calls this method. */
    Event next();

    /** Returns the findings about all predictions so far. Only the receiving thread calls this method. */
    Findings findings();

    /** Returns the faults that a person can inject; none if there are none. */
    default List<InjectableFault> faults() {
        return List.of();
    }

    /**
     * Injects a fault from the key's next event on. Any thread may call this method.
     *
     * @param kind the kind of one of the {@link #faults()}
     * @throws IllegalArgumentException if there is no such key or fault
     * @throws IllegalStateException if the key has a fault now
     */
    default void inject(String key, String kind) {
        throw new IllegalArgumentException("this demo has no faults");
    }

    /** Returns what the simulation did lately, the oldest first. Any thread may call this method. */
    default List<Truth> truth() {
        return List.of();
    }

    /**
     * A fault that a person can inject.
     *
     * @param kind one word
     * @param title the kind for people
     */
    record InjectableFault(String kind, String title) {}

    /**
     * The names and texts of a scenario.
     *
     * @param subject the name of the scenario on the command line
     * @param senders the number and kind of the simulated senders, for people
     * @param model the folder of the bundle below {@code models/}
     * @param topic the prefix of the names of the topics, and the name of their file below {@code topics/}
     * @param heading the headings of the columns in which predictions are shown
     * @param highlights the predictions that are always shown, for people; empty if there are none
     */
    record Setup(String subject, String senders, String model, String topic, String heading, String highlights) {
        String eventTopic() {
            return topic + "-events";
        }

        String predictionTopic() {
            return topic + "-predictions";
        }
    }

    /**
     * An event to send.
     *
     * @param key the record's key
     * @param step the expected step of its prediction, from 1; 0 if the event is invalid and must become a dead letter
     * @param json the record's value
     * @param scorer compares the prediction with the ground truth; only the receiving thread calls it, in the order of
     *     the steps of a key
     */
    record Event(String key, long step, String json, Function<JsonNode, Scored> scorer) {}

    /** A prediction and its ground truth, for people. */
    interface Scored {
        /** Returns the prediction in the columns of the heading. */
        String columns();

        /** Returns remarks that must always be shown, in picocli's markup; usually none. */
        List<String> notes();
    }

    /**
     * The comparison of predictions with the ground truth.
     *
     * @param status one line for the running demo
     * @param summary the lines for the end of the demo
     */
    record Findings(String status, List<String> summary) {
        public Findings {
            summary = List.copyOf(summary);
        }
    }
}
