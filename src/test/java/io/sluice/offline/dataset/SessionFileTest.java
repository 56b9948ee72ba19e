package io.sluice.offline.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.recording.RecordingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionFileTest {
    @TempDir
    private Path folder;

    private List<ClickSession> read(String text) throws IOException {
        return SessionFile.read(Files.writeString(folder.resolve("clicks.txt"), text));
    }

    @Test
    void clicksOfATableAreSortedByTimeAndSessionsByTheirLastClick() throws IOException {
        assertThat(read("\uFEFFTime\tSessionId\tItemId\n50\tb\t7\n30.5\ta\t2\n30.25\ta\t1\n40\tb\t2\n30.5\ta\t3\n"))
                .containsExactly(
                        new ClickSession("a", List.of("1", "2", "3")), new ClickSession("b", List.of("2", "7")));
    }

    @Test
    void eachLineIsASession() throws IOException {
        assertThat(read("\uFEFF1 2 2\nmug\n"))
                .containsExactly(
                        new ClickSession("line-1", List.of("1", "2", "2")), new ClickSession("line-2", List.of("mug")));
    }

    @ParameterizedTest
    @CsvSource({
        "'SessionId\tItemId\tWhen\n', 1, the header is",
        "'SessionId\tItemId\tTime\n', 1, no row follows",
        "'SessionId\tItemId\tTime\n1\t2\t3\n1\t2\n', 3, '2 columns, separated by tabs; the header has 3'",
        "'SessionId\tItemId\tTime\n1\t\t3\n', 2, must not be blank",
        "'SessionId\tItemId\tTime\n1\t2\tnoon\n', 2, 'Time \"noon\" is not a finite number'",
        "'SessionId\tItemId\tTime\n1\t2\tNaN\n', 2, is not a finite number",
        "'1 2\n\n3\n', 2, the items of a session by one space",
        "'1 2\n3  4\n', 2, the items of a session by one space",
        "'1 2\n3\t4\n', 2, the items of a session by one space",
        "'', 1, the file is empty"
    })
    void anErrorNamesTheInvalidRow(String text, int line, String problem) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("clicks.txt, line " + line + ": ")
                .hasMessageContaining(problem)
                .hasMessageNotContaining("\n");
    }
}
