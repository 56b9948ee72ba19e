package io.sluice.stream.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateFolderTest {
    @TempDir
    private Path states;

    @Test
    void aFolderWithStatesBelongsToTheClusterThatClaimedIt() throws IOException {
        assertThat(folder().claim("A")).isEmpty();
        addStates();
        assertThat(folder().claim("A")).isEmpty();
        assertThat(folder().claim("B")).hasValue("A");
        assertThat(folder().claim("A")).as("a refusal changes nothing").isEmpty();
    }

    @Test
    void aFolderWithoutStatesCanBeClaimedByAnotherCluster() throws IOException {
        assertThat(folder().claim("A")).isEmpty();
        assertThat(folder().claim("B")).isEmpty();
        addStates();
        assertThat(folder().claim("A")).hasValue("B");
    }

    @Test
    void statesOfAnEarlierVersionAreTakenOver() throws IOException {
        addStates();
        assertThat(folder().claim("A")).isEmpty();
        assertThat(folder().claim("B")).hasValue("A");
    }

    @Test
    void aChangelogThatWasMadeAgainIsAnotherOne() throws IOException {
        assertThat(folder().hasStates()).isFalse();
        assertThat(folder().claim("A")).isEmpty();
        assertThat(folder().claimChangelog("one")).isEmpty();
        assertThat(folder().claimChangelog("two")).as("without states").isEmpty();
        addStates();
        assertThat(folder().hasStates()).isTrue();
        assertThat(folder().claimChangelog("two")).isEmpty();
        assertThat(folder().claimChangelog("one")).hasValue("two");
        assertThat(folder().claim("A")).as("the cluster is the same").isEmpty();
    }

    @Test
    void eachApplicationHasItsOwnFolder() throws IOException {
        assertThat(folder().claim("A")).isEmpty();
        addStates();
        assertThat(new StateFolder(states.toString(), "another").claim("B")).isEmpty();
    }

    @Test
    void nothingButTheFileIsLeftBehind() throws IOException {
        assertThat(folder().claim("A")).isEmpty();
        assertThat(folder().path()).isDirectoryContaining(file -> file.endsWith("sluice-cluster-id"));
        assertThat(folder().path().toFile().list()).hasSize(1);
    }

    private StateFolder folder() {
        return new StateFolder(states.toString(), "app");
    }

    private void addStates() throws IOException {
        Files.createDirectories(states.resolve("app/0_0/rocksdb"));
    }
}
