package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Alerts as a subscriber reads them. Each one must follow the schema. */
final class AlertJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchema SCHEMA = schema();

    private AlertJson() {}

    private static JsonSchema schema() {
        try {
            return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                    .getSchema(Files.readString(Path.of("topics/alert.schema.json")));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** Returns the alerts that were sent since the last call. */
    static List<JsonNode> of(PipelineDriver driver) {
        return driver.alerts().stream().map(alert -> read(alert.value())).toList();
    }

    static JsonNode read(byte[] value) {
        try {
            JsonNode alert = JSON.readTree(value);
            assertThat(SCHEMA.validate(alert)).as(alert.toString()).isEmpty();
            return alert;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
