package io.sluice.offline.evaluation.session;

import io.sluice.offline.dataset.ClickSession;
import io.sluice.offline.dataset.SessionFile;
import io.sluice.offline.evaluation.run.EvaluationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The test sessions, and the training sessions of the baselines.
 *
 * <p>In a folder, the two files are the first of these pairs of name endings that exists: {@code _test.txt} and
 * {@code _train_full.txt}, {@code _train_valid.txt} and {@code _train_tr.txt}, {@code test_sessions.txt} and
 * {@code train_sessions.txt}. If the folder has only {@code train_sessions.txt}, the last tenth of its sessions are the
 * test sessions. If the data is a file, the training sessions come from its partner in the same folder.
 *
 * @param test the test sessions
 * @param training the training sessions of the baselines; may be empty
 * @param testSource the source of the test sessions, for the report
 * @param trainingSource the source of the training sessions, for the report
 */
record SessionData(List<ClickSession> test, List<ClickSession> training, String testSource, String trainingSource) {
    private static final List<Map.Entry<String, String>> PARTNERS = List.of(
            Map.entry("_test.txt", "_train_full.txt"),
            Map.entry("_train_valid.txt", "_train_tr.txt"),
            Map.entry("test_sessions.txt", "train_sessions.txt"));
    private static final String ONLY_FILE = "train_sessions.txt";
    private static final int TENTHS = 10;

    SessionData {
        test = List.copyOf(test);
        training = List.copyOf(training);
        if (test.stream().noneMatch(session -> session.items().size() > 1)) {
            throw new EvaluationException(
                    testSource + " has no session of two clicks, so there is nothing to predict; give longer sessions");
        }
    }

    /**
     * Reads the sessions.
     *
     * @param trainingFile the file that baselines learn from, or null to find it by its name
     */
    static SessionData read(Path data, @Nullable Path trainingFile) {
        if (trainingFile == null && Files.isDirectory(data) && testFile(data).isEmpty()) {
            return split(onlyTrainingFile(data));
        }
        Path test = Files.isDirectory(data) ? testFile(data).orElseThrow(() -> noSessions(data)) : data;
        Optional<Path> training = trainingFile == null ? partner(test) : Optional.of(trainingFile);
        return new SessionData(
                sessions(test),
                training.map(SessionData::sessions).orElse(List.of()),
                name(test),
                training.map(SessionData::name).orElse("nothing: give --baseline-data FILE"));
    }

    private static Optional<Path> testFile(Path folder) {
        List<Path> files = files(folder);
        return PARTNERS.stream()
                .flatMap(pair -> files.stream().filter(file -> name(file).endsWith(pair.getKey())))
                .filter(file -> partner(file).isPresent())
                .findFirst();
    }

    private static Optional<Path> partner(Path file) {
        return PARTNERS.stream()
                .filter(pair -> name(file).endsWith(pair.getKey()))
                .map(pair -> file.resolveSibling(name(file)
                                .substring(
                                        0, name(file).length() - pair.getKey().length())
                        + pair.getValue()))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new EvaluationException(folder + " cannot be listed: " + e, e);
        }
    }

    private static Path onlyTrainingFile(Path folder) {
        Path file = folder.resolve(ONLY_FILE);
        if (!Files.isRegularFile(file)) {
            throw noSessions(folder);
        }
        return file;
    }

    private static EvaluationException noSessions(Path folder) {
        return new EvaluationException(folder + " has no test sessions; it needs …_train_valid.txt and …_train_tr.txt,"
                + " or " + ONLY_FILE + "; or give one file");
    }

    private static SessionData split(Path file) {
        List<ClickSession> all = sessions(file);
        int training = all.size() - all.size() / TENTHS;
        return new SessionData(
                all.subList(training, all.size()),
                all.subList(0, training),
                name(file) + ", the last " + (all.size() - training) + " of " + all.size() + " sessions",
                name(file) + ", the first " + training + " sessions");
    }

    private static List<ClickSession> sessions(Path file) {
        try {
            return SessionFile.read(file);
        } catch (IOException e) {
            throw new EvaluationException(file + " cannot be read: " + e, e);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
