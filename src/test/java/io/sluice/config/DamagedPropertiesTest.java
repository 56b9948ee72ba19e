package io.sluice.config;

import io.sluice.DamagedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DamagedPropertiesTest {
    @TempDir
    private Path folder;

    @Test
    void aDamagedFileIsReadOrRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("sluice.properties"), """
                bootstrap.servers=localhost:9092
                application.id=pump-watch
                sluice.model=models/sensor-anomaly
                sluice.model.sha256=%s
                sluice.input.topic=events, more-events
                sluice.output.topic=scores
                sluice.alert.topic=alerts
                sluice.alert.silence.ms=60000
                sluice.event.key=/machine
                sluice.event.field.a=/deep/a
                sluice.event.max.bytes=1000
                sluice.event.timestamp.unit=seconds
                sluice.scoring.threshold=0.97
                sluice.state.ttl.ms=86400000
                sluice.batch.rows=64
                sluice.http.port=8080
                sluice.http.token=abcdefghijklmnop
                num.stream.threads=2
                """.formatted("a".repeat(64)));
        new DamagedFiles(file)
                .check(10_000, () -> PropertySources.load(file, Map.of(), Map.of()), ConfigException.class);
    }
}
