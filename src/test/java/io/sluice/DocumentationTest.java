package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sluice.cli.Main;
import io.sluice.config.SluiceConfig;
import io.sluice.event.DeadLetterReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/**
 * The documents agree with the code: examples compile, references are generated, commands parse, and links resolve.
 *
 * <p>{@code mvn test -Dtest=DocumentationTest -Dsluice.docs.write=true} rewrites the generated parts of
 * {@code docs/configuration.md} and {@code docs/commands.md}.
 */
class DocumentationTest {
    private static final Path CONFIGURATION = Path.of("docs/configuration.md");
    private static final Path COMMANDS = Path.of("docs/commands.md");
    private static final boolean WRITE = Boolean.getBoolean("sluice.docs.write");

    private static final String BEGIN = "<!-- generated: begin -->\n";
    private static final String END = "<!-- generated: end -->\n";

    @Test
    void theLibraryExampleIsTheOneThatCompiles() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/sluice/example/ScoreInYourOwnProgram.java"));
        String example = source.substring(source.indexOf("// begin\n") + 9, source.indexOf("        // end"));
        assertThat(Path.of("docs/embedding.md"))
                .content()
                .contains(example.stripTrailing().stripIndent());
    }

    @Test
    void theTableOfSettingsIsGeneratedFromTheirDefinition() throws IOException {
        String rows = SluiceConfig.DEFINITION.configKeys().values().stream()
                .map(key -> "| `%s` | %s | %s |%n".formatted(key.name, defaultOf(key), cell(key.documentation)))
                .collect(Collectors.joining());
        assertGenerated(CONFIGURATION, "| setting | default | meaning |\n| --- | --- | --- |\n" + rows);
    }

    private static String defaultOf(ConfigDef.ConfigKey key) {
        if (!key.hasDefault()) {
            return "required";
        }
        return key.defaultValue == null ? "none" : "`" + key.defaultValue + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    @Test
    void theReferenceOfCommandsIsGeneratedFromTheirHelp() throws IOException {
        String reference = commands(new CommandLine(new Main()))
                .map(DocumentationTest::section)
                .collect(Collectors.joining("\n"));
        assertGenerated(COMMANDS, reference);
    }

    private static Stream<CommandLine> commands(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(DocumentationTest::commands));
    }

    private static String section(CommandLine command) {
        String usage = command.getUsageMessage(CommandLine.Help.Ansi.OFF)
                .lines()
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"));
        return "## %s%n%n```text%n%s%n```%n".formatted(command.getCommandSpec().qualifiedName(), usage);
    }

    /** Compares what stands between the marks with what the code gives, or writes it. */
    private static void assertGenerated(Path document, String generated) throws IOException {
        String text = Files.readString(document);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        assertThat(begin).as("the marks in " + document).isBetween(BEGIN.length(), end);
        String expected = text.substring(0, begin) + "\n" + generated + "\n" + text.substring(end);
        if (WRITE) {
            Files.writeString(document, expected);
        }
        assertThat(Files.readString(document))
                .as(document + " is generated; mvn test -Dtest=DocumentationTest -Dsluice.docs.write=true rewrites it")
                .isEqualTo(expected);
    }

    @Test
    void everyReasonOfADeadLetterIsDocumented() {
        assertThat(DeadLetterReason.values()).allSatisfy(reason -> assertThat(Path.of("docs/events-and-predictions.md"))
                .content()
                .contains("| `" + reason.code() + "` |"));
    }

    @TestFactory
    Stream<DynamicTest> everyCommandInADocumentHasTheArgumentsThatSluiceTakes() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Document document : Document.all()) {
            for (List<String> arguments : document.commands()) {
                String name = document.path() + ": " + String.join(" ", arguments);
                tests.add(DynamicTest.dynamicTest(name, () -> assertThatCode(() -> new CommandLine(new Main())
                                .setCaseInsensitiveEnumValuesAllowed(true)
                                .parseArgs(arguments.toArray(String[]::new)))
                        .as(name)
                        .doesNotThrowAnyException()));
            }
        }
        assertThat(tests).hasSizeGreaterThan(40);
        return tests.stream();
    }

    @Test
    void everyLinkAndEveryAnchorLeadsSomewhere() throws IOException {
        List<Document> documents = Document.all();
        assertThat(documents).extracting(Document::path).hasSizeGreaterThan(20);
        assertThat(documents.stream().flatMap(DocumentationTest::brokenLinks)).isEmpty();
    }

    private static Stream<String> brokenLinks(Document document) {
        return document.links().stream()
                .filter(link -> !document.resolves(link))
                .map(link -> document.path() + " links to " + link);
    }
}
