package io.sluice.offline.training.text;

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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads data sets of opinions, each a folder in one of three layouts.
 *
 * <ul>
 *   <li>{@value #TABLE}: a header {@code label<TAB>text}, then a row a text; the label is its place among the recipe's,
 *       from 0, the rest of the row is the text, without quoting
 *   <li>folders {@value #POSITIVE} and {@value #NEGATIVE}: a {@code .txt} file a document, a line a sentence; for the
 *       second and for the first of two labels
 *   <li>one {@code .csv} file: authors' messages as {@link Tweets} has them, an author a thread; labels by name.
 *       Messages are divided by time: the last ones are threads of their own
 * </ul>
 *
 * <p>Files are UTF-8. Opinions come in the order of the rows, documents in the order of their names, positive first,
 * threads in the order of their first messages.
 */
final class SampleFiles {
    static final String TABLE = "train.tsv";
    static final String POSITIVE = "pos";
    static final String NEGATIVE = "neg";

    private static final String HEADER = "label\ttext";

    private final Path data;
    private final List<String> labels;
    private final double late;
    private final List<LabelledSample> opinions = new ArrayList<>();
    private final List<DataFile> files = new ArrayList<>();

    private SampleFiles(Path data, List<String> labels, double late) {
        this.data = data;
        this.labels = labels;
        this.late = late;
    }

    /**
     * Reads the named sets.
     *
     * @param data the folder with a folder for each set
     * @param late the share of a set of threads that is the last
     * @throws TrainingException where a set is missing, or a file cannot be used: names file and row
     * @throws io.sluice.dataset.DatasetException the same of messages
     * @throws io.sluice.event.RecordingException the same of CSV
     */
    static Corpus<LabelledSample> read(Path data, List<String> sets, List<String> labels, double late)
            throws IOException {
        SampleFiles found = new SampleFiles(data, labels, late);
        for (int set = 0; set < sets.size(); set++) {
            found.readSet(set, sets.get(set));
        }
        return new Corpus<>(found.opinions, found.files);
    }

    private void readSet(int set, String name) throws IOException {
        if (Files.isRegularFile(data.resolve(name).resolve(TABLE))) {
            readTable(set, name + "/" + TABLE);
        } else if (Files.isDirectory(data.resolve(name).resolve(POSITIVE))) {
            if (labels.size() != 2) {
                throw new TrainingException(data.resolve(name) + " holds documents of two labels, " + POSITIVE + " and "
                        + NEGATIVE + "; the recipe's labels are " + labels);
            }
            readDocuments(set, name + "/" + POSITIVE, 1);
            readDocuments(set, name + "/" + NEGATIVE, 0);
        } else if (Files.isDirectory(data.resolve(name))
                && !Tweets.files(data.resolve(name)).isEmpty()) {
            readThreads(set, name);
        } else {
            throw new TrainingException("--data " + data + ": the recipe's data.set names " + name
                    + ", but there is neither " + name + "/" + TABLE + " nor " + name + "/" + POSITIVE
                    + " nor a .csv file");
        }
    }

    private void readThreads(int set, String name) throws IOException {
        Path file = Tweets.file(data.resolve(name));
        List<Tweet> tweets = Tweets.read(file);
        int cut = (int) Math.round(tweets.size() * (1 - late));
        addThreads(set, file, tweets.subList(0, cut), false);
        addThreads(set, file, tweets.subList(cut, tweets.size()), true);
        files.add(DataFile.of(data, name + "/" + file.getFileName(), tweets.size()));
    }

    private void addThreads(int set, Path file, List<Tweet> tweets, boolean last) {
        tweets.stream()
                .collect(Collectors.groupingBy(Tweet::user, LinkedHashMap::new, Collectors.toList()))
                .values()
                .forEach(thread -> opinions.add(new LabelledSample(
                        set,
                        LabelledSample.Kind.THREAD,
                        thread.stream().map(tweet -> label(tweet, file)).toList(),
                        thread.stream().map(Tweet::text).toList(),
                        last)));
    }

    private int label(Tweet tweet, Path file) {
        int label = labels.indexOf(tweet.label());
        if (label < 0) {
            throw new TrainingException(file + ", the message of line " + tweet.line() + ": the label is \""
                    + tweet.label() + "\"; the recipe's labels are " + labels);
        }
        return label;
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

    private LabelledSample opinion(int set, String where, String row) {
        int tab = row.indexOf('\t');
        if (tab < 0) {
            throw new TrainingException(where + "no tab; a row is label and text, with a tab between");
        }
        String label = row.substring(0, tab);
        int index = IntStream.range(0, labels.size())
                .filter(i -> label.equals(Integer.toString(i)))
                .findFirst()
                .orElseThrow(() -> new TrainingException(
                        where + "the label is \"" + label + "\"; it must be " + numbered(labels)));
        String text = row.substring(tab + 1);
        if (text.isBlank()) {
            throw new TrainingException(where + "there is no text");
        }
        return LabelledSample.single(set, index, text);
    }

    /** As "1 (positive) or 0 (negative)". */
    private static String numbered(List<String> labels) {
        return IntStream.range(0, labels.size())
                .mapToObj(i -> labels.size() - 1 - i)
                .map(i -> i + " (" + labels.get(i) + ")")
                .collect(Collectors.joining(" or "));
    }

    private void readDocuments(int set, String folder, int label) throws IOException {
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
            opinions.add(LabelledSample.document(set, label, sentences));
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
