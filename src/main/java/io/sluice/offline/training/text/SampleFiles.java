package io.sluice.offline.training.text;

import io.sluice.event.ByteOrderMark;
import io.sluice.offline.dataset.Tweet;
import io.sluice.offline.dataset.Tweets;
import io.sluice.offline.training.loop.DataFile;
import io.sluice.offline.training.loop.TrainingException;
import io.sluice.offline.training.recipe.Corpus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads data sets of labelled texts. Each set is a folder in one of three layouts:
 *
 * <ul>
 *   <li>{@value #TABLE}: a header with the columns {@code label} and {@code text}, with tabs between them, then one row
 *       for each text. The label is one of the recipe's labels, or its index from 0 if no label is a whole number.
 *       Other columns are ignored. If the text is the last column, it is the rest of the row. There is no quoting.
 *   <li>Folders {@value #POSITIVE} and {@value #NEGATIVE}: one {@code .txt} file for each document, one line for each
 *       sentence. The recipe must have two labels; {@value #POSITIVE} holds the second and {@value #NEGATIVE} the
 *       first.
 *   <li>One {@code .csv} file of messages, which {@link Tweets} reads. Each author is a thread, and labels are names.
 *       The messages are split by time; the messages of an author in the last part are a separate thread.
 * </ul>
 *
 * <p>Files are UTF-8. Samples come in the order of the rows; documents in the order of their names, positive first;
 * threads in the order of their first messages.
 */
final class SampleFiles {
    static final String TABLE = "train.tsv";
    static final String POSITIVE = "pos";
    static final String NEGATIVE = "neg";

    private final Path data;
    private final List<String> labels;
    private final double lateShare;
    private final List<LabelledSample> samples = new ArrayList<>();
    private final List<DataFile> files = new ArrayList<>();
    private final Set<String> ignored = new TreeSet<>();

    private SampleFiles(Path data, List<String> labels, double lateShare) {
        this.data = data;
        this.labels = labels;
        this.lateShare = lateShare;
    }

    /**
     * Reads the named sets.
     *
     * @param data the data folder, which has one folder for each set
     * @param lateShare the share of the messages of a set of threads that are its last part
     * @throws TrainingException if a set is missing or a file is invalid; the message names file and row
     * @throws io.sluice.offline.dataset.DatasetException if a message is invalid
     * @throws io.sluice.recording.RecordingException if a CSV file is invalid
     */
    static Corpus<LabelledSample> read(Path data, List<String> sets, List<String> labels, double lateShare)
            throws IOException {
        SampleFiles files = new SampleFiles(data, labels, lateShare);
        for (int set = 0; set < sets.size(); set++) {
            files.readSet(set, sets.get(set));
        }
        return new Corpus<>(files.samples, files.files, files.notes());
    }

    private void readSet(int set, String name) throws IOException {
        if (Files.isRegularFile(data.resolve(name).resolve(TABLE))) {
            readTable(set, name + "/" + TABLE);
        } else if (Files.isDirectory(data.resolve(name).resolve(POSITIVE))) {
            if (labels.size() != 2) {
                throw new TrainingException(data.resolve(name) + " has documents of two labels, " + POSITIVE + " and "
                        + NEGATIVE + ", but the recipe's labels are " + labels + "; set labels to two names");
            }
            readDocuments(set, name + "/" + POSITIVE, 1);
            readDocuments(set, name + "/" + NEGATIVE, 0);
        } else if (Files.isDirectory(data.resolve(name))
                && !Tweets.files(data.resolve(name)).isEmpty()) {
            readThreads(set, name);
        } else {
            throw new TrainingException("--data " + data + ": the recipe's data.set names " + name
                    + ", but the folder has neither " + name + "/" + TABLE + " nor " + name + "/" + POSITIVE
                    + " nor a .csv file in " + name);
        }
    }

    private void readThreads(int set, String name) throws IOException {
        Path file = Tweets.file(data.resolve(name));
        List<Tweet> tweets = Tweets.read(file);
        int cut = (int) Math.round(tweets.size() * (1 - lateShare));
        addThreads(set, file, tweets.subList(0, cut), false);
        addThreads(set, file, tweets.subList(cut, tweets.size()), true);
        files.add(DataFile.of(data, name + "/" + file.getFileName(), tweets.size()));
    }

    private void addThreads(int set, Path file, List<Tweet> tweets, boolean late) {
        tweets.stream()
                .collect(Collectors.groupingBy(Tweet::user, LinkedHashMap::new, Collectors.toList()))
                .values()
                .forEach(thread -> samples.add(new LabelledSample(
                        set,
                        LabelledSample.Kind.THREAD,
                        thread.stream().map(tweet -> label(tweet, file)).toList(),
                        thread.stream().map(Tweet::text).toList(),
                        late)));
    }

    private int label(Tweet tweet, Path file) {
        int label = labels.indexOf(tweet.label());
        if (label < 0) {
            throw new TrainingException(file + ", the message of line " + tweet.line() + ": the label is \""
                    + tweet.label() + "\", but the recipe's labels are " + labels);
        }
        return label;
    }

    private void readTable(int set, String name) throws IOException {
        List<String> rows = lines(name);
        SampleTable table =
                new SampleTable(labels, rows.isEmpty() ? "" : rows.get(0), data.resolve(name) + ", row 1: ");
        if (rows.size() == 1) {
            throw new TrainingException(data.resolve(name) + ": the table has a header and no rows");
        }
        for (int row = 1; row < rows.size(); row++) {
            samples.add(table.sample(set, data.resolve(name) + ", row " + (row + 1) + ": ", rows.get(row)));
        }
        ignored.addAll(table.ignoredColumns());
        files.add(DataFile.of(data, name, rows.size() - 1));
    }

    private List<String> notes() {
        return ignored.isEmpty()
                ? List.of()
                : List.of("these columns of " + TABLE + " are ignored: " + String.join(", ", ignored));
    }

    private void readDocuments(int set, String folder, int label) throws IOException {
        List<String> names = documents(folder);
        if (names.isEmpty()) {
            throw new TrainingException(data.resolve(folder) + ": the folder has no .txt file");
        }
        for (String name : names) {
            List<String> sentences =
                    lines(name).stream().filter(line -> !line.isBlank()).toList();
            if (sentences.isEmpty()) {
                throw new TrainingException(
                        data.resolve(name) + ": the file has no text; remove it or give it a sentence");
            }
            samples.add(LabelledSample.document(set, label, sentences));
            files.add(DataFile.of(data, name, sentences.size()));
        }
    }

    private List<String> documents(String folder) throws IOException {
        if (!Files.isDirectory(data.resolve(folder))) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(data.resolve(folder))) {
            return children.map(file -> folder + "/" + file.getFileName())
                    .filter(name -> name.endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    private List<String> lines(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(data.resolve(name));
        ByteBuffer read = ByteBuffer.wrap(bytes);
        CharBuffer text = CharBuffer.allocate(bytes.length); // a character has at least as many bytes as UTF-16 units
        if (StandardCharsets.UTF_8.newDecoder().decode(read, text, true).isError()) {
            throw new TrainingException(
                    data.resolve(name) + ", row " + row(bytes, read.position()) + ": the bytes are not UTF-8");
        }
        return ByteOrderMark.removed(text.flip().toString()).lines().toList();
    }

    /** Returns the row of a byte, from 1. In UTF-8 no other character contains a line feed byte. */
    private static int row(byte[] bytes, int position) {
        return 1
                + (int) IntStream.range(0, position)
                        .filter(i -> bytes[i] == '\n')
                        .count();
    }
}
