package io.sluice.offline.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TortureFolderTest {
    @Test
    void aTemporaryFolderWithoutEvidenceIsDeleted() throws IOException {
        Path path;
        try (TortureFolder folder = TortureFolder.of(null)) {
            path = folder.path();
            Files.writeString(Files.createDirectory(path.resolve("a")).resolve("log"), "x");
            folder.discard();
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void aTemporaryFolderWithEvidenceStays() throws IOException {
        Path path;
        try (TortureFolder folder = TortureFolder.of(null)) {
            path = folder.path();
        }
        assertThat(path).exists();
        Files.delete(path);
    }

    @Test
    void aFolderOfTheUserStays(@TempDir Path given) throws IOException {
        try (TortureFolder folder = TortureFolder.of(given)) {
            folder.discard();
        }
        assertThat(given).exists();
    }

    @Test
    void aFolderThatHoldsSomethingIsRefused(@TempDir Path given) throws IOException {
        Files.writeString(given.resolve("log"), "x");
        assertThatThrownBy(() -> TortureFolder.of(given)).hasMessageContaining("is not empty");
    }
}
