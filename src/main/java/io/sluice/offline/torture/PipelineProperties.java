package io.sluice.offline.torture;

import io.sluice.config.SluiceConfig;
import io.sluice.offline.torture.plan.PipelineSetting;
import io.sluice.offline.torture.plan.Scenario;
import io.sluice.offline.torture.plan.Topics;
import io.sluice.offline.torture.plan.Traffic;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The properties of the instances of a scenario. */
final class PipelineProperties {
    private static final String THREADS = "2";
    private static final String SESSION_MILLIS = "3000";
    private static final String HEARTBEAT_MILLIS = "500";

    private PipelineProperties() {}

    /** Returns all properties except the state directory, in which each instance is alone. */
    static Map<String, String> of(Scenario scenario, String bootstrapServers, Path bundle) {
        PipelineSetting pipeline = scenario.pipeline();
        Topics topics = Topics.of(scenario);
        Map<String, String> properties = new HashMap<>(quickRecovery(pipeline));
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("application.id", scenario.name());
        properties.put("processing.guarantee", "exactly_once_v2");
        properties.put("num.stream.threads", THREADS);
        properties.put("auto.offset.reset", "earliest");
        properties.put(SluiceConfig.MODEL, bundle.toString());
        properties.put(SluiceConfig.DEVICE, "cpu");
        properties.put(SluiceConfig.INPUT_TOPIC, String.join(",", topics.inputs()));
        properties.put(SluiceConfig.OUTPUT_TOPIC, topics.predictions());
        properties.put(SluiceConfig.DEAD_LETTER_TOPIC, topics.deadLetters());
        properties.put(SluiceConfig.STATE_STORE, pipeline.store());
        properties.put(SluiceConfig.HTTP_PORT, "0");
        if (pipeline.workload().hasAlerts()) {
            properties.put(SluiceConfig.ALERT_TOPIC, topics.alerts());
        }
        if (pipeline.keyInEvent()) {
            properties.put(SluiceConfig.EVENT_KEY, Traffic.KEY_POINTER);
        }
        return properties;
    }

    /** Returns what the brokers must know of the group, where they and not the members decide on it. */
    static Map<String, String> ofGroup(PipelineSetting pipeline) {
        return pipeline.hasStreamsGroup()
                ? Map.of(
                        "streams.session.timeout.ms", SESSION_MILLIS,
                        "streams.heartbeat.interval.ms", HEARTBEAT_MILLIS,
                        "streams.num.standby.replicas", Integer.toString(pipeline.standbys()))
                : Map.of();
    }

    /** A scenario takes a minute, so the time until a dead member is missed must be a matter of seconds. */
    private static Map<String, String> quickRecovery(PipelineSetting pipeline) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "commit.interval.ms", "100",
                "acceptable.recovery.lag", "1000000", // an instance gets tasks as soon as it is back
                "producer.transaction.timeout.ms", "6000",
                "producer.request.timeout.ms", "5000",
                "producer.delivery.timeout.ms", "15000"));
        properties.put("group.protocol", pipeline.groupProtocol());
        if (!pipeline.hasStreamsGroup()) {
            properties.put("session.timeout.ms", SESSION_MILLIS);
            properties.put("heartbeat.interval.ms", HEARTBEAT_MILLIS);
            properties.put("num.standby.replicas", Integer.toString(pipeline.standbys()));
        }
        return properties;
    }
}
