package io.sluice.stream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.sluice.config.SluiceConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Shows Kafka's meters without what multiplies their series.
 *
 * <p>Kafka's clients report a topic whose name has dots twice: under its name and, for older dashboards, with
 * underscores for dots. The second copy is left out. The random id of the process is left out of the labels, because a
 * new state directory would begin all series anew.
 */
final class KafkaMeterFilter implements MeterFilter {
    private static final String KAFKA = "kafka.";
    private static final String PROCESS_ID = "process.id";

    private final Set<String> deprecated;

    KafkaMeterFilter(SluiceConfig config) {
        Set<String> topics = new HashSet<>(config.inputTopics());
        topics.addAll(config.outputTopics());
        topics.addAll(List.of(TopologyNames.changelogTopic(config), TopologyNames.repartitionTopic(config)));
        this.deprecated =
                topics.stream().map(topic -> topic.replace('.', '_')).collect(Collectors.toCollection(HashSet::new));
        deprecated.removeAll(topics);
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        return id.getName().startsWith(KAFKA) && id.getTag(PROCESS_ID) != null
                ? id.replaceTags(id.getTags().stream()
                        .filter(tag -> !tag.getKey().equals(PROCESS_ID))
                        .toList())
                : id;
    }

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        String topic = id.getName().startsWith(KAFKA) ? id.getTag("topic") : null;
        return topic != null && deprecated.contains(topic) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }
}
