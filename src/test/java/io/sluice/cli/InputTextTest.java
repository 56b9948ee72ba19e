package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.format.EventFormat;
import io.sluice.model.Bundle;
import io.sluice.model.Manifest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class InputTextTest {
    private static Manifest.Input input(String model) {
        return Bundle.open(Path.of("models", model)).manifest().input();
    }

    @Test
    void theKeyIsThatOfTheRecordOrAtAPointer() {
        Manifest.Input sensor = input("sensor-anomaly");
        assertThat(InputText.events(sensor, EventFormat.JSON, null))
                .isEqualTo("value at /value, time at /timestamp (auto: ISO 8601 or milliseconds), key of the record");
        assertThat(InputText.events(sensor, EventFormat.AVRO, "/machine/id"))
                .isEqualTo("value at /value, time at /timestamp (auto: ISO 8601 or milliseconds), key at /machine/id");
    }

    @Test
    void plainTextHasItsTimeAndKeyInTheRecord() {
        assertThat(InputText.events(input("sentiment"), EventFormat.TEXT, null))
                .isEqualTo("the value of the record is the text, with the record's time and key");
    }
}
