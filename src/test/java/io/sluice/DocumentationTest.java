package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.SluiceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

/** What the documents say of the code is what the code says. */
class DocumentationTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    @Test
    void theReadmesExampleIsTheOneThatCompiles() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/sluice/example/ScoreInYourOwnProgram.java"));
        String example = source.substring(source.indexOf("// begin\n") + 9, source.indexOf("        // end"));
        assertThat(Files.readString(Path.of("README.md")))
                .contains(example.stripTrailing().stripIndent());
    }

    @Test
    void theReadmesTableOfKeysIsMadeFromTheirDefinition() throws IOException {
        String table = SluiceConfig.DEFINITION.configKeys().values().stream()
                .map(key -> "| `%s` | %s | %s |".formatted(key.name, missing(key), key.documentation))
                .collect(Collectors.joining("\n"));
        assertThat(Files.readString(Path.of("README.md"))).contains(table);
    }

    private static String missing(ConfigDef.ConfigKey key) {
        if (!key.hasDefault()) {
            return "required";
        }
        return key.defaultValue == null ? "none" : "`" + key.defaultValue + "`";
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        for (String document : List.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")) {
            Matcher link = LINK.matcher(Files.readString(Path.of(document)));
            while (link.find()) {
                assertThat(Path.of(link.group(1))).as("link of " + document).exists();
            }
        }
    }
}
