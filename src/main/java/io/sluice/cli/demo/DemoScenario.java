package io.sluice.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.Internal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** What a demo plays: whose events they are, and what their predictions are worth beside the truth. */
@Internal
public interface DemoScenario {
    Stage stage();

    /**
     * The model's bundle.
     *
     * @param shipped the folder of the bundle that ships
     * @param temporary a folder that is gone when the demo ends, for a bundle of one's own
     */
    default Path bundle(Path shipped, Path temporary) throws IOException {
        return shipped;
    }

    /** The next event; for the thread that sends. */
    Event next();

    /** What was found out about the predictions judged so far; for the thread that receives. */
    Findings findings();

    /**
     * What a scenario needs.
     *
     * @param cast who sends the events, with their number
     * @param model the folder of the bundle, under {@code models/}
     * @param topic what its topics' names begin with, and the name of their file under {@code topics/}
     * @param heading the names of the columns in which predictions are shown
     * @param highlights which predictions are shown in any case; empty where none are
     */
    record Stage(String cast, String model, String topic, String heading, String highlights) {
        String events() {
            return topic + "-events";
        }

        String predictions() {
            return topic + "-predictions";
        }
    }

    /**
     * An event to send.
     *
     * @param key the record's key
     * @param step the step that its prediction has, from 1; 0 where it is not scored but sent to the dead letters
     * @param json the record's value
     * @param judge holds its prediction against the truth; for the thread that receives, in the order of a key's steps
     */
    record Event(String key, long step, String json, Function<JsonNode, Scored> judge) {}

    /** A prediction and the truth about it, for people. */
    interface Scored {
        /** It in the columns of the heading. */
        String columns();

        /** What must not be missed about it, in picocli's markup; mostly nothing. */
        List<String> notes();
    }

    /**
     * What was found out.
     *
     * @param status in a line, for while it runs
     * @param summary in lines for the end
     */
    record Findings(String status, List<String> summary) {
        public Findings {
            summary = List.copyOf(summary);
        }
    }
}
