package io.sluice.offline.evaluation.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.model.Manifest;
import io.sluice.offline.evaluation.EvaluationFormat;
import io.sluice.offline.evaluation.report.Report;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.EvaluationRequest;
import io.sluice.offline.evaluation.run.KeyEvents;
import io.sluice.offline.evaluation.run.Refusal;
import io.sluice.offline.evaluation.run.ScoringRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionEvaluationTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    /** Ranks b, a, c after every click, and refuses the item x. */
    private static final ScoringRun ALWAYS_BAC = new ScoringRun() {
        @Override
        public <T> Map<String, List<T>> score(
                List<KeyEvents> keys, Function<JsonNode, T> read, Function<Refusal, T> refused) {
            Map<String, List<T>> outcomes = new LinkedHashMap<>();
            keys.forEach(key -> outcomes.put(
                    key.key(),
                    key.events().stream()
                            .map(event -> event.equals("{\"item\":\"x\"}")
                                    ? refused.apply(new Refusal("x", "x"))
                                    : read.apply(ranking()))
                            .toList()));
            return outcomes;
        }
    };

    private static JsonNode ranking() {
        try {
            return JSON.readTree("{\"ranking\": [{\"item\": \"b\"}, {\"item\": \"a\"}, {\"item\": \"c\"}]}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Manifest manifest() throws IOException {
        return JSON.readValue("""
                {"format": 1, "name": "ranks", "version": "1", "task": "ranking",
                 "weights": {"file": "model.pt", "sha256": "%s"},
                 "sizes": {"input": 1, "state": 8, "output": 2},
                 "input": {"kind": "item", "fields": [{"name": "item"}], "vocabulary": "vocabulary.txt"},
                 "output": [{"name": "item.1"}, {"name": "score.1"}]}""".formatted("0".repeat(64)), Manifest.class);
    }

    private Report evaluate(Path data) throws IOException {
        return EvaluationFormat.SESSIONS.evaluate(data, manifest(), ALWAYS_BAC);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void everyClickExceptASessionsFirstIsLookedUpInThePreviousRanking() throws IOException {
        // a has rank 2, b 1 and c 3; z is unknown; after x there is no ranking.
        Report report = evaluate(write("clicks.txt", "c a b\na c\na z\nx b\nlonely\n"));
        assertThat(report.metrics().get("recall@20")).isCloseTo(3 / 5.0, within(1e-12));
        assertThat(report.metrics().get("mrr@20")).isCloseTo((1 / 2.0 + 1 + 1 / 3.0) / 5, within(1e-12));
        assertThat(report.baselines()).isEmpty();
        assertThat(report.table())
                .startsWith("The next click was among the first 20 items of the ranking in 60.0 % of 5 cases.")
                .contains("There is no baseline", "5 sessions", "5 predictions");
    }

    @Test
    void baselinesLearnFromThePartnerOfTheTestFile() throws IOException {
        write("some_train_tr.txt", "a b\na b\nb c\n");
        Path valid = write("some_train_valid.txt", "a b\n");
        for (Path data : List.of(folder, valid)) {
            Report report = evaluate(data);
            assertThat(report.baselines().get("markov")).containsEntry("mrr@20", 1.0);
            assertThat(report.baselines()).containsOnlyKeys("popularity", "markov", "sequential-rules", "item-knn");
        }
    }

    @Test
    void baselinesLearnFromTheGivenFile() throws IOException {
        Path training = write("training.txt", "a z\na b\na b\n");
        Path test = write("test.txt", "a z\n");
        Report report =
                EvaluationFormat.SESSIONS.evaluate(new EvaluationRequest(test, manifest(), null, training), ALWAYS_BAC);
        assertThat(report.baselines().get("markov")).containsEntry("mrr@20", 0.5);
    }

    @Test
    void theLastTenthOfASingleFileIsTheTestPart() throws IOException {
        write("train_sessions.txt", "a b\n".repeat(18) + "b a\n".repeat(2));
        Report report = evaluate(folder);
        assertThat(report.table())
                .startsWith("The next click was among the first 20 items of the ranking in 100.0 % of 2 cases.")
                .contains(
                        "The best baseline, item-knn, reaches 100.0 %, and the most clicked items (popularity) 100.0 %.",
                        "2 predictions", "18 sessions that baselines learned from");
        assertThat(report.metrics()).containsEntry("mrr@20", 0.5);
    }

    @Test
    void anErrorSaysWhichFilesAFolderNeeds() {
        assertThatThrownBy(() -> evaluate(folder))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("has no test sessions")
                .hasMessageContaining("train_sessions.txt");
    }

    @Test
    void sessionsOfOneClickAreRefused() throws IOException {
        Path data = write("clicks.txt", "a\nb\n");
        assertThatThrownBy(() -> evaluate(data))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("no session of two clicks, so there is nothing to predict");
    }

    @Test
    void aModelOfAnotherCatalogueIsRefused() throws IOException {
        Path data = write("clicks.txt", "x y z\ny z\n");
        assertThatThrownBy(() -> evaluate(data))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("ranked none of the 3 items of clicks.txt");
    }

    @Test
    void otherFormatsRefuseDataForBaselines() throws IOException {
        Path data = write("clicks.txt", "a b\n");
        Manifest manifest = manifest();
        assertThatThrownBy(() ->
                        EvaluationFormat.NAB.evaluate(new EvaluationRequest(data, manifest, null, data), ALWAYS_BAC))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("--baseline-data");
    }
}
