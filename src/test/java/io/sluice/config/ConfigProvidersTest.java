package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigProvidersTest {
    @TempDir
    private Path folder;

    private final Map<String, String> properties = new HashMap<>(Map.of(
            "bootstrap.servers", "localhost:9092",
            "application.id", "app",
            "sluice.model", "models/m",
            "sluice.input.topic", "in",
            "sluice.output.topic", "out"));
    private Path values;

    @BeforeEach
    void declareProviders() throws IOException {
        properties.put("config.providers", "file, directory ,env");
        properties.put("config.providers.file.class", FileConfigProvider.class.getName());
        properties.put("config.providers.directory.class", DirectoryConfigProvider.class.getName());
        properties.put("config.providers.env.class", EnvVarConfigProvider.class.getName());
        values = Files.writeString(folder.resolve("values.properties"), """
                servers=broker:1
                id=from-file
                topics=a, b
                threads=3
                password=s3cret-${file:no:variable}
                """);
    }

    private String file(String name) {
        return "${file:" + values + ":" + name + "}";
    }

    private SluiceConfig load() throws IOException {
        StringBuilder text = new StringBuilder();
        properties.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        return PropertySources.load(
                Files.writeString(folder.resolve("run.properties"), text),
                Map.of(),
                Map.of("state.dir", "${env:PATH}"));
    }

    @Test
    void theVariablesOfAllKeysAreReplaced() throws IOException {
        properties.put("bootstrap.servers", file("servers"));
        properties.put("application.id", file("id"));
        properties.put("sluice.input.topic", file("topics"));
        properties.put("num.stream.threads", file("threads"));
        properties.put("sasl.jaas.config", "login password=\"" + file("password") + "\";");
        properties.put("sluice.output.topic", "${directory:" + folder + ":topic}");
        Files.writeString(folder.resolve("topic"), "predictions\n");
        SluiceConfig config = load();
        assertThat(config.bootstrapServers()).isEqualTo("broker:1");
        assertThat(config.applicationId()).isEqualTo("from-file");
        assertThat(config.inputTopics()).containsExactly("a", "b");
        assertThat(config.outputTopic()).isEqualTo("predictions");
        assertThat(config.streamThreads()).isEqualTo(3);
        assertThat(config.stateDirectory()).isEqualTo(System.getenv("PATH"));
        assertThat(config.streamsProperties())
                .containsEntry("sasl.jaas.config", "login password=\"s3cret-${file:no:variable}\";");
    }

    @Test
    void kafkasClientsDoNotAskTheProvidersAgain() throws IOException {
        properties.put("sasl.jaas.config", file("password"));
        assertThat(load().streamsProperties().stringPropertyNames())
                .noneMatch(key -> key.startsWith("config.providers"));
    }

    @Test
    void theSameFileServesAClient() throws IOException {
        properties.put("sasl.jaas.config", file("password"));
        properties.put("bootstrap.servers", file("servers"));
        load();
        assertThat(PropertySources.loadClient(
                        folder.resolve("run.properties"), Map.of("KAFKA_SASL_MECHANISM", "PLAIN")))
                .containsEntry("bootstrap.servers", "broker:1")
                .containsEntry("sasl.jaas.config", "s3cret-${file:no:variable}")
                .containsEntry("sasl.mechanism", "PLAIN")
                .doesNotContainKeys("sluice.model", "config.providers");
    }

    @Test
    void theEnvironmentCanNameAProviderAndItsClass() {
        Map<String, String> client = PropertySources.loadClient(
                null,
                Map.of(
                        "KAFKA_CONFIG_PROVIDERS", "file",
                        "KAFKA_CONFIG_PROVIDERS_FILE_CLASS", FileConfigProvider.class.getName(),
                        "KAFKA_BOOTSTRAP_SERVERS", file("servers")));
        assertThat(client).isEqualTo(Map.of("bootstrap.servers", "broker:1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${vault:secret:x} | has the variable ${vault:secret:x} | names only file, directory, env",
                "${file:/no/such/file:x} | for the variables of sluice.model, state.dir failed | /no/such/file",
                "${file:VALUES:none} | has the variable ${file:VALUES:none} | file has no such value",
                "${env:SLUICE_NO_SUCH_VARIABLE} | ${env:SLUICE_NO_SUCH_VARIABLE} | env has no such value",
                "${directory:/no/such/folder:x} | ${directory:/no/such/folder:x} | directory has no such value"
            })
    void aVariableWithoutAValueIsAnErrorThatNamesTheKey(String variable, String first, String second) {
        properties.put("sluice.model", variable.replace("VALUES", values.toString()));
        assertThatThrownBy(this::load)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sluice.model")
                .hasMessageContaining(first.replace("VALUES", values.toString()))
                .hasMessageContaining(second);
    }

    @Test
    void aVariableWithoutAnyProviderIsAnError() {
        Map<String, String> without = Map.of("bootstrap.servers", "${file:/x:y}");
        assertThatThrownBy(() -> new SluiceConfig(without))
                .isInstanceOf(ConfigException.class)
                .hasMessage("bootstrap.servers has the variable ${file:/x:y}, but config.providers is not set;"
                        + " add file to it, and set config.providers.file.class");
    }

    @Test
    void aProviderNeedsAClassThatCanBeLoaded() {
        properties.put("config.providers.file.class", "no.such.Provider");
        assertThatThrownBy(this::load)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("config.providers.file.class")
                .hasMessageContaining("no.such.Provider");
        properties.remove("config.providers.file.class");
        assertThatThrownBy(this::load)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("the key config.providers.file.class is missing");
    }

    @Test
    void theSystemPropertyOfKafkaLimitsTheProviders() {
        String allowed = AbstractConfig.AUTOMATIC_CONFIG_PROVIDERS_PROPERTY;
        System.setProperty(allowed, EnvVarConfigProvider.class.getName());
        try {
            assertThatThrownBy(this::load).isInstanceOf(ConfigException.class).hasMessageContaining(allowed);
        } finally {
            System.clearProperty(allowed);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sluice.http.port",
        "sluice.state.store",
        "num.stream.threads",
        "security.protocol",
        "acks",
        "sluice.input.topic"
    })
    void anErrorShowsTheVariableAndNotItsValue(String key) {
        properties.put(key, file("password"));
        assertThatThrownBy(this::load)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .satisfies(failure -> {
                    StringWriter trace = new StringWriter();
                    failure.printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString()).contains(file("password")).doesNotContain("s3cret");
                });
    }

    @Test
    void anErrorOfAClientShowsTheVariableAndNotItsValue() throws IOException {
        Path file = Files.writeString(
                folder.resolve("client.properties"),
                "config.providers=file\nconfig.providers.file.class=" + FileConfigProvider.class.getName()
                        + "\nsecurity.protocol=" + file("password") + "\n");
        assertThatThrownBy(() -> PropertySources.loadClient(file, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(file("password"))
                .hasMessageContaining("security.protocol")
                .hasMessageNotContaining("s3cret");
    }
}
