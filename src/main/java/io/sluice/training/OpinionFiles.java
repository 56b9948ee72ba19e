package io.sluice.training;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads data sets of opinions, each a folder in one of two layouts.
 *
 * <ul>
 *   <li>{@value #TABLE}: a header {@code label<TAB>text}, then a row a text; the label is 1 (positive) or 0 (negative), the
 *       rest of the row is the text, without quoting
 *   <li>folders {@value #POSITIVE} and {@value #NEGATIVE}: a {@code .txt} file a document, a line a sentence
 * </ul>
 *
 * <p>Files are UTF-8. Opinions come in the order of the rows, documents in the order of their names, positive first.
 */
final class OpinionFiles {
    static final String TABLE = "train.tsv";
    static final String POSITIVE = "pos";
    static final String NEGATIVE = "neg";

    private static final String HEADER = "label\ttext";

    private final Path data;
    private final List<Opinion> opinions = new ArrayList<>();
    private final List<DataFile> files = new ArrayList<>();

    private OpinionFiles(Path data) {
        this.data = data;
    }

    /**
     * Reads the named sets.
     *
     * @param data the folder with a folder for each set
     * @throws TrainingException where a set is missing, or a file cannot be used: names file and row
     */
    static Corpus<Opinion> read(Path data, List<String> sets) throws IOException {
        OpinionFiles found = new OpinionFiles(data);
        for (int set = 0; set < sets.size(); set++) {
            found.readSet(set, sets.get(set));
        }
        return new Corpus<>(found.opinions, found.files);
    }

    private void readSet(int set, String name) throws IOException {
        if (Files.isRegularFile(data.resolve(name).resolve(TABLE))) {
            readTable(set, name + "/" + TABLE);
        } else if (Files.isDirectory(data.resolve(name).resolve(POSITIVE))) {
            readDocuments(set, name + "/" + POSITIVE, true);
            readDocuments(set, name + "/" + NEGATIVE, false);
        } else {
            throw new TrainingException("--data " + data + ": the recipe's data.set names " + name
                    + ", but there is neither " + name + "/" + TABLE + " nor " + name + "/" + POSITIVE);
        }
    }

    private void readTable(int set, String name) throws IOException {
        List<String> rows = lines(name);
        if (rows.isEmpty() || !rows.get(0).equals(HEADER)) {
            throw new TrainingException(data.resolve(name) + ", row 1: the header is \""
                    + (rows.isEmpty() ? "" : rows.get(0)) + "\"; it must be label and text, with a tab between");
        }
        if (rows.size() == 1) {
            throw new TrainingException(data.resolve(name) + ": no row follows the header");
        }
        for (int row = 1; row < rows.size(); row++) {
            opinions.add(opinion(set, data.resolve(name) + ", row " + (row + 1) + ": ", rows.get(row)));
        }
        files.add(DataFile.of(data, name, rows.size() - 1));
    }

    private static Opinion opinion(int set, String where, String row) {
        int tab = row.indexOf('\t');
        if (tab < 0) {
            throw new TrainingException(where + "no tab; a row is label and text, with a tab between");
        }
        String label = row.substring(0, tab);
        if (!label.equals("0") && !label.equals("1")) {
            throw new TrainingException(
                    where + "the label is \"" + label + "\"; it must be 1 (positive) or 0 (negative)");
        }
        String text = row.substring(tab + 1);
        if (text.isBlank()) {
            throw new TrainingException(where + "there is no text");
        }
        return new Opinion(set, false, label.equals("1"), List.of(text));
    }

    private void readDocuments(int set, String folder, boolean positive) throws IOException {
        List<String> names = documents(folder);
        if (names.isEmpty()) {
            throw new TrainingException(data.resolve(folder) + ": there is no .txt file in it");
        }
        for (String name : names) {
            List<String> sentences =
                    lines(name).stream().filter(line -> !line.isBlank()).toList();
            if (sentences.isEmpty()) {
                throw new TrainingException(data.resolve(name) + ": the file has no text");
            }
            opinions.add(new Opinion(set, true, positive, sentences));
            files.add(DataFile.of(data, name, sentences.size()));
        }
    }

    private List<String> documents(String folder) throws IOException {
        if (!Files.isDirectory(data.resolve(folder))) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(data.resolve(folder))) {
            return found.map(file -> folder + "/" + file.getFileName())
                    .filter(name -> name.endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    private List<String> lines(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(data.resolve(name));
        ByteBuffer read = ByteBuffer.wrap(bytes);
        CharBuffer text = CharBuffer.allocate(bytes.length); // no character takes fewer bytes than UTF-16 units
        if (StandardCharsets.UTF_8.newDecoder().decode(read, text, true).isError()) {
            throw new TrainingException(data.resolve(name) + ", row " + row(bytes, read.position()) + ": not UTF-8");
        }
        return text.flip().toString().lines().toList();
    }

    /** The row, from 1, that a byte is in; a line feed is never a part of another character. */
    private static int row(byte[] bytes, int at) {
        return 1 + (int) IntStream.range(0, at).filter(i -> bytes[i] == '\n').count();
    }
}
