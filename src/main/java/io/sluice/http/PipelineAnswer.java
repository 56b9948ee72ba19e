package io.sluice.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.event.Timestamps;
import io.sluice.model.Manifest;
import io.sluice.score.ClassificationScorer;
import java.util.List;

/** The answer to the question what the pipeline is: all that does not change while it runs. */
final class PipelineAnswer {
    private final LivePipeline pipeline;
    private final HttpSettings settings;
    private final long started = System.currentTimeMillis();

    PipelineAnswer(LivePipeline pipeline, HttpSettings settings) {
        this.pipeline = pipeline;
        this.settings = settings;
    }

    ObjectNode now() {
        Manifest manifest = pipeline.manifest();
        Deployment deployment = pipeline.deployment();
        ObjectNode answer = Answers.object()
                .put("application_id", deployment.applicationId())
                .put("instance", pipeline.instance())
                .put("started", Timestamps.format(started))
                .put("version", deployment.version())
                .put("task", manifest.task().json());
        answer.set("instances", instances());
        answer.set("channels", strings(manifest.channels()));
        answer.set("labels", strings(labels(manifest)));
        addThreshold(answer, manifest);
        answer.set("model", model(manifest));
        answer.set("topology", topology(deployment.topics()));
        return answer.put("threads", deployment.threads())
                .put("state_store", deployment.stateStore())
                .put("processing_guarantee", deployment.guarantee())
                .put("commit_interval_ms", deployment.commitMillis())
                .put("format", pipeline.format().setting())
                .put("payloads", settings.payloads())
                .put("demo", settings.simulated());
    }

    private ArrayNode instances() {
        ArrayNode instances = Answers.array().add(pipeline.instance());
        pipeline.application().otherInstances().forEach(other -> instances.add(other.host() + ":" + other.port()));
        return instances;
    }

    private static List<String> labels(Manifest manifest) {
        return manifest.task() == Manifest.Task.CLASSIFICATION
                ? ClassificationScorer.labels(manifest.outputNames())
                : List.of();
    }

    /** Adds the score from which an incident opens: with the scorer profile the quick score, else the score. */
    private void addThreshold(ObjectNode answer, Manifest manifest) {
        if (manifest.task() == Manifest.Task.ANOMALY) {
            answer.put("threshold", pipeline.serving().openingScore());
        } else {
            answer.putNull("threshold");
        }
    }

    private ObjectNode model(Manifest manifest) {
        ObjectNode model = pipeline.model();
        ArrayNode trained = model.putArray("trained_on");
        for (Manifest.TrainedOn data : manifest.trainedOn()) {
            trained.addObject()
                    .put("set", data.set())
                    .put("licence", data.licence())
                    .put("files", data.files());
        }
        return model;
    }

    private static ObjectNode topology(Deployment.Topics topics) {
        ObjectNode topology = Answers.object();
        topology.set("inputs", strings(topics.inputs()));
        return topology.put("repartition", topics.repartition())
                .put("predictions", topics.predictions())
                .put("alerts", topics.alerts())
                .put("dead_letters", topics.deadLetters());
    }

    private static ArrayNode strings(List<String> texts) {
        ArrayNode list = Answers.array();
        texts.forEach(list::add);
        return list;
    }
}
