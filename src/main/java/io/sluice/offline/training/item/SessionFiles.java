package io.sluice.offline.training.item;

import io.sluice.offline.dataset.ClickSession;
import io.sluice.offline.dataset.SessionFile;
import io.sluice.offline.training.loop.DataFile;
import io.sluice.offline.training.loop.TrainingException;
import io.sluice.offline.training.recipe.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads the click sessions of a data folder. */
final class SessionFiles {
    private SessionFiles() {}

    /**
     * Reads the named files. Without names it reads the only file of the folder that ends in {@code .txt} or
     * {@code .tsv}.
     *
     * @param share the share of the sessions of each file that is used, from the first on
     * @throws TrainingException if a file is missing
     * @throws io.sluice.recording.RecordingException if a file is invalid; the message names file and line
     */
    static Corpus<ClickSession> read(Path folder, List<String> names, double share) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new TrainingException("--data " + folder + ": the folder does not exist");
        }
        List<ClickSession> sessions = new ArrayList<>();
        List<DataFile> files = new ArrayList<>();
        for (String name : names.isEmpty() ? List.of(onlyFile(folder)) : names) {
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file)) {
                throw new TrainingException(file + ": the file does not exist, but the recipe's data.files names it");
            }
            List<ClickSession> all = SessionFile.read(file);
            List<ClickSession> used = all.subList(0, (int) Math.ceil(all.size() * share));
            sessions.addAll(used);
            int clicks =
                    used.stream().mapToInt(session -> session.items().size()).sum();
            files.add(DataFile.of(folder, name, clicks));
        }
        return new Corpus<>(sessions, files);
    }

    private static String onlyFile(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".txt") || name.endsWith(".tsv"))
                    .sorted()
                    .toList();
            if (names.size() != 1) {
                throw new TrainingException("--data " + folder + ": " + names.size()
                        + " files end in .txt or .tsv; give one, or name them in the recipe's data.files");
            }
            return names.get(0);
        }
    }
}
