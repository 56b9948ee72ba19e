package io.sluice.recording;

import io.sluice.DamagedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DamagedRecordingTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timestamp,machine,a,b\n2014-04-01 00:00:00,m,1.5,\n1396310400000,\"m, n\",1e-3,\"x\"\n",
                "{\"timestamp\":1396310400000,\"machine\":\"m\",\"a\":1.5}\n{\"machine\":7,\"a\":{\"b\":[1]}}\n"
            })
    void aDamagedFileIsReadOrRefused(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("events"), content);
        new DamagedFiles(file).check(10_000, () -> readToItsEnd(file), RecordingException.class);
    }

    /** Goes on after a rejected row, as {@code score} does. */
    private static void readToItsEnd(Path file) throws IOException {
        RecordingException first = null;
        try (Recording recording = Recordings.open(file, EventFields.DEFAULT.withKey("machine"))) {
            boolean more = true;
            while (more) {
                try {
                    more = recording.next() != null;
                } catch (RejectedRowException e) {
                    first = first == null ? e : first;
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
