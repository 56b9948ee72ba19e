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
 * The sessions to judge, and those from which baselines learn.
 *
 * <p>A folder's parts are found by the ends of the files' names, the first of these pairs that is there: {@code _test}
 * and {@code _train_full}, {@code _train_valid} and {@code _train_tr}, {@code test_sessions} and
 * {@code train_sessions}, each with {@code .txt}. A folder with {@code train_sessions.txt} alone is divided: the last
 * tenth of its lines is judged. For a file, baselines learn from its partner beside it.
 *
 * @param judged the sessions to judge
 * @param known what baselines learn from; empty where nothing is there for it
 * @param judgedFrom what to tell of where they come from
 * @param knownFrom the same of the others
 */
record SessionData(List<ClickSession> judged, List<ClickSession> known, String judgedFrom, String knownFrom) {
    private static final List<Map.Entry<String, String>> PARTNERS = List.of(
            Map.entry("_test.txt", "_train_full.txt"),
            Map.entry("_train_valid.txt", "_train_tr.txt"),
            Map.entry("test_sessions.txt", "train_sessions.txt"));
    private static final String UNDIVIDED = "train_sessions.txt";
    private static final int TENTHS = 10;

    SessionData {
        judged = List.copyOf(judged);
        known = List.copyOf(known);
        if (judged.stream().noneMatch(session -> session.items().size() > 1)) {
            throw new EvaluationException(judgedFrom + " has no session of two clicks; there is nothing to predict");
        }
    }

    /**
     * Reads what is to be judged.
     *
     * @param training what baselines learn from; absent: what the names of the files say
     */
    static SessionData read(Path data, @Nullable Path training) {
        if (training == null && Files.isDirectory(data) && judgedIn(data).isEmpty()) {
            return divided(onlyUndivided(data));
        }
        Path judged = Files.isDirectory(data) ? judgedIn(data).orElseThrow(() -> noParts(data)) : data;
        Optional<Path> known = training == null ? partner(judged) : Optional.of(training);
        return new SessionData(
                sessions(judged),
                known.map(SessionData::sessions).orElse(List.of()),
                name(judged),
                known.map(SessionData::name).orElse("nothing: give --baseline-data FILE"));
    }

    private static Optional<Path> judgedIn(Path folder) {
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

    private static Path onlyUndivided(Path folder) {
        Path file = folder.resolve(UNDIVIDED);
        if (!Files.isRegularFile(file)) {
            throw noParts(folder);
        }
        return file;
    }

    private static EvaluationException noParts(Path folder) {
        return new EvaluationException(folder + " holds no sessions to judge; needed are …_train_valid.txt beside"
                + " …_train_tr.txt, or " + UNDIVIDED + ", or give one file");
    }

    private static SessionData divided(Path file) {
        List<ClickSession> all = sessions(file);
        int known = all.size() - all.size() / TENTHS;
        return new SessionData(
                all.subList(known, all.size()),
                all.subList(0, known),
                name(file) + ", the last " + (all.size() - known) + " of " + all.size() + " sessions",
                name(file) + ", the first " + known + " sessions");
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
