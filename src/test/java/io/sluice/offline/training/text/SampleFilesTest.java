package io.sluice.offline.training.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.offline.training.loop.DataFile;
import io.sluice.offline.training.loop.TrainingException;
import io.sluice.offline.training.recipe.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleFilesTest {
    @TempDir
    private Path folder;

    @Test
    void aRowOfATableIsASampleOfOneText() throws IOException {
        write("films/train.tsv", "\uFEFFlabel\ttext\n1\tgood \"film\"\tin two parts\n0\tbad, 'really'\n");
        assertThat(read("films").examples())
                .containsExactly(
                        LabelledSample.single(0, 1, "good \"film\"\tin two parts"),
                        LabelledSample.single(0, 0, "bad, 'really'"));
    }

    @Test
    void aLabelIsANameOrItsIndexAndOtherColumnsAreIgnoredAndSaid() throws IOException {
        write("films/train.tsv", "id\ttext\tlabel\tsite\n1\tgood\tpositive\tx\n2\tbad\t0\ty\n");
        Corpus<LabelledSample> corpus = read("films");
        assertThat(corpus.examples())
                .containsExactly(LabelledSample.single(0, 1, "good"), LabelledSample.single(0, 0, "bad"));
        assertThat(corpus.notes()).containsExactly("these columns of train.tsv are ignored: id, site");
    }

    @Test
    void aLabelThatIsANumberIsAlwaysAName() throws IOException {
        write("films/train.tsv", "label\ttext\n1\tpoor\n");
        List<String> stars = List.of("1", "2");
        assertThat(SampleFiles.read(folder, List.of("films"), stars, 0.25).examples())
                .containsExactly(LabelledSample.single(0, 0, "poor"));
        write("films/train.tsv", "label\ttext\n0\tpoor\n");
        assertThatThrownBy(() -> SampleFiles.read(folder, List.of("films"), stars, 0.25))
                .hasMessageContaining("the label is \"0\"; it must be 2, 1");
    }

    @Test
    void aFileOfAFolderIsASampleOfItsLines() throws IOException {
        write("reviews/pos/b.txt", "one \n\ntwo\n");
        write("reviews/pos/a.txt", "zero\n");
        write("reviews/neg/c.txt", "three\n");
        write("reviews/neg/notes.md", "ignored");
        assertThat(read("reviews").examples())
                .containsExactly(
                        LabelledSample.document(0, 1, List.of("zero")),
                        LabelledSample.document(0, 1, List.of("one ", "two")),
                        LabelledSample.document(0, 0, List.of("three")));
    }

    @Test
    void setsAreNumberedAsTheRecipeNamesThemAndTheirFilesAreCounted() throws IOException {
        write("b/train.tsv", "label\ttext\n1\tgood\n");
        write("a/train.tsv", "label\ttext\n1\tfine\n0\tpoor\n");
        Corpus<LabelledSample> corpus = read("b", "a");
        assertThat(corpus.examples()).extracting(LabelledSample::set).containsExactly(0, 1, 1);
        assertThat(corpus.files()).extracting(DataFile::name).containsExactly("b/train.tsv", "a/train.tsv");
        assertThat(corpus.files()).extracting(DataFile::rows).containsExactly(1, 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2\\tgood  | row 3: the label is \"2\"; it must be positive (or 1), negative (or 0)",
                "good      | row 3: the row has 1 columns, separated by tabs; the header has 2",
                "1\\t      | row 3: the text is empty",
            })
    void aBadRowIsNamedWithItsFile(String row, String message) throws IOException {
        write("films/train.tsv", "label\ttext\n1\tgood\n" + row.replace("\\t", "\t") + "\n");
        assertThatThrownBy(() -> read("films"))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining(folder.resolve("films/train.tsv") + ", " + message);
    }

    @Test
    void bytesThatAreNotUtf8AreNamedByRow() throws IOException {
        write("films/train.tsv", "label\ttext\n1\tgood\n0\tcaf\u00e9\n");
        Path file = folder.resolve("films/train.tsv");
        Files.write(file, Files.readString(file).getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> read("films")).hasMessageContaining("row 3: the bytes are not UTF-8");
    }

    @Test
    void aReplacementCharacterIsValidUtf8() throws IOException {
        write("films/train.tsv", "label\ttext\n1\tgood \uFFFD\n0\tbad\n0\tcaf\u00e9\n");
        assertThat(read("films").examples()).hasSize(3);
        Path file = folder.resolve("films/train.tsv");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 2] = '!';
        Files.write(file, bytes);
        assertThatThrownBy(() -> read("films")).hasMessageContaining("row 4: the bytes are not UTF-8");
    }

    @Test
    void anotherHeaderIsRefused() throws IOException {
        write("films/train.tsv", "text\tmood\n");
        assertThatThrownBy(() -> read("films"))
                .hasMessageContaining(
                        "row 1: the header is \"text\tmood\"; it must have the columns label and text, with a tab between them");
    }

    @Test
    void aTableWithoutRowsIsRefused() throws IOException {
        write("films/train.tsv", "label\ttext\n");
        assertThatThrownBy(() -> read("films")).hasMessageContaining("the table has a header and no rows");
    }

    @Test
    void aDocumentWithoutTextIsRefused() throws IOException {
        write("reviews/pos/a.txt", " \n");
        assertThatThrownBy(() -> read("reviews")).hasMessageContaining("a.txt: the file has no text; remove it");
    }

    @Test
    void documentsOfOneLabelAloneAreRefused() throws IOException {
        write("reviews/pos/a.txt", "good\n");
        assertThatThrownBy(() -> read("reviews")).hasMessageContaining("neg: the folder has no .txt file");
    }

    @Test
    void aSetThatIsMissingIsNamed() {
        assertThatThrownBy(() -> read("films"))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("neither films/train.tsv nor films/pos nor a .csv file in films");
    }

    @Test
    void anAuthorsMessagesAreAThreadAndTheLateOnesAreASeparateThread() throws IOException {
        write("tweets/tweets.csv", """
                time,user,sentiment,text
                2015-02-16 10:00:04,ann,negative,four
                2015-02-16 10:00:01,ann,positive,one
                2015-02-16 10:00:02,ben,positive,two
                2015-02-16 10:00:03,ann,negative,three
                """);
        assertThat(read("tweets").examples())
                .containsExactly(
                        new LabelledSample(
                                0, LabelledSample.Kind.THREAD, List.of(1, 0), List.of("one", "three"), false),
                        new LabelledSample(0, LabelledSample.Kind.THREAD, List.of(1), List.of("two"), false),
                        new LabelledSample(0, LabelledSample.Kind.THREAD, List.of(0), List.of("four"), true));
        assertThat(read("tweets").files()).extracting(DataFile::rows).containsExactly(4);
    }

    @Test
    void aMessageWithALabelThatTheRecipeDoesNotNameIsRefused() throws IOException {
        write("tweets/tweets.csv", "time,user,sentiment,text\n2015-02-16 10:00:04,ann,neutral,four\n");
        assertThatThrownBy(() -> read("tweets"))
                .hasMessageContaining(
                        "tweets.csv, the message of line 2: the label is \"neutral\", but the recipe's labels are [negative, positive]");
    }

    private Corpus<LabelledSample> read(String... sets) throws IOException {
        return SampleFiles.read(folder, List.of(sets), List.of("negative", "positive"), 0.25);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
