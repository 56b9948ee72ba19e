package io.sluice.broker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.DamagedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DamagedTopicFileTest {
    @TempDir
    private Path folder;

    @Test
    void aDamagedFileIsReadOrRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("topics.yaml"), """
                apiVersion: kafka.strimzi.io/v1
                kind: KafkaTopic
                metadata: {name: readings}
                spec:
                  topicName: other
                  partitions: 3
                  replicas: 2
                  config: {retention.ms: 60000, cleanup.policy: compact}
                ---
                apiVersion: kafka.strimzi.io/v1beta2
                kind: KafkaTopic
                metadata: {name: more}
                spec: {partitions: 1}
                """);
        new DamagedFiles(file).check(10_000, () -> TopicFile.read(file), TopicFileException.class);
    }

    @Test
    void referencesThatMultiplyAreRefused() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (int level = 1; level < 12; level++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(level, level, ("*a" + (level - 1) + ",").repeat(9)));
        }
        Path file = Files.writeString(folder.resolve("bomb.yaml"), bomb);
        assertThatThrownBy(() -> TopicFile.read(file)).isInstanceOf(TopicFileException.class);
    }
}
