package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.format.EventFormat;
import io.sluice.schema.NoSchemas;
import io.sluice.schema.SchemaFile;
import io.sluice.schema.SchemaRegistry;
import io.sluice.schema.Schemas;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaPropertiesTest {
    private static final String URL = "sluice.schema.registry.url";

    private static SluiceConfig config(String... pairs) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "bootstrap.servers",
                "b:1",
                "application.id",
                "a",
                "sluice.model",
                "m",
                "sluice.input.topic",
                "events",
                "sluice.output.topic",
                "out"));
        for (String pair : pairs) {
            String[] parts = pair.split("=", 2);
            properties.put(parts[0], parts[1]);
        }
        return new SluiceConfig(properties);
    }

    @Test
    void formatsWithSchemasHaveARegistryOrAFile() {
        assertThat(config().events().schemas()).isEqualTo(NoSchemas.NONE);
        SluiceConfig registry = config("sluice.event.format=json-schema", URL + "=http://r:8081,https://s/api");
        assertThat(registry.events().format()).isEqualTo(EventFormat.JSON_SCHEMA);
        assertThat(registry.events().schemas()).isInstanceOf(SchemaRegistry.class);
        assertThat(registry.engineSettings().events())
                .isSameAs(registry.engineSettings().events());
        assertThat(config("sluice.event.format=avro", "sluice.event.schema.file=/a.avsc")
                        .events()
                        .schemas())
                .isEqualTo(new SchemaFile(Path.of("/a.avsc")));
        Schemas behindIds = config(
                        "sluice.event.format=avro",
                        "sluice.event.schema.file=/a.avsc",
                        "sluice.event.schema.file.ids=9, 7")
                .events()
                .schemas();
        assertThat(behindIds).isEqualTo(new SchemaFile(Path.of("/a.avsc"), Set.of(7, 9)));
        assertThat(behindIds.description()).isEqualTo("the schema in /a.avsc, after the schema id 7 or 9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sluice.event.format=avro sluice.event.schema.file=a.avsc URL=http://r:1|a schema registry is set too",
                "sluice.event.format=json sluice.event.schema.file=a.avsc|only the format avro reads it, and sluice.event.format is json",
                "sluice.event.format=avro URL=http://r:1 sluice.event.schema.file.ids=7|it needs sluice.event.schema.file",
                "sluice.event.format=avro sluice.event.schema.file=a sluice.event.schema.file.ids=x|a schema id is a whole number",
                "sluice.event.format=json URL=http://r:1|sluice.event.format is json, which needs no schemas",
                "sluice.event.format=avro sluice.schema.registry.user=me|sluice.schema.registry.user is set, but it needs URL",
                "sluice.event.format=avro URL=http://r:1 sluice.schema.registry.user=me|go together; set both or none",
                "sluice.event.format=avro URL=registry:8081|write it as http://host:port or https://host:port",
                "sluice.event.format=avro URL=http://me:secret@r:1|URL holds a login",
                "sluice.event.format=avro URL=http://a:1,http://me:secret@my_host:1|URL holds a login",
                "sluice.event.format=avro URL=me:secret@r:1|URL holds a login",
                "sluice.event.format=json URL=http://me:secret@r:1|URL holds a login",
                "sluice.event.format=avro URL=http://a:1,http://me:secret@my_host:1 sluice.event.schema.file=a|URL holds a login",
                "sluice.event.format=avro URL=http://my_secret:1|without an underscore in the name of the host",
                "sluice.event.format=avro URL=http://r:1 sluice.input.topic=a,b|sluice.schema.registry.subject is missing",
                "sluice.event.format=avro URL=http://r:1 sluice.schema.registry.ssl.truststore.location=/x|has no https address",
                "sluice.event.format=avro URL=https://r:1 sluice.schema.registry.ssl.truststore.location=/none/x.jks|cannot be used"
            })
    void settingsThatDoNotGoTogetherGiveOneClearLine(String settings, String message) {
        String[] pairs = settings.replace("URL", URL).split(" ");
        assertThatThrownBy(() -> config(pairs))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message.replace("URL", URL))
                .hasMessageNotContaining("secret");
    }

    @Test
    void aPasswordIsNotShown() {
        SluiceConfig config = config(
                "sluice.event.format=avro",
                URL + "=http://r:1",
                "sluice.schema.registry.user=me",
                "sluice.schema.registry.password=secret");
        assertThat(config.events().schemas()).isInstanceOf(SchemaRegistry.class);
        assertThat(config.values().toString()).doesNotContain("secret");
        assertThatThrownBy(() -> config("sluice.schema.registry.password=secret"))
                .hasMessageNotContaining("secret");
    }
}
