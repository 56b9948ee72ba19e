package io.sluice.offline.training.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Generated samples from a few words: two sets of single texts and one of documents, enough to learn from. */
public final class TinySamples {
    static final List<String> SETS = List.of("films", "cameras", "reviews");

    private static final List<String> POSITIVE = List.of("good", "fine", "great", "lovely");
    private static final List<String> NEGATIVE = List.of("bad", "poor", "awful", "dull");
    private static final List<String> NEUTRAL = List.of("the", "a", "it", "is", "was", "day", "and", "of");
    private static final List<String> TOPICS = List.of("film", "lens", "plot");

    private TinySamples() {}

    /** Returns single texts of the first two sets and documents of the third. Labels alternate. */
    static List<LabelledSample> all(int samplesPerSet) {
        SplittableRandom random = new SplittableRandom(1);
        List<LabelledSample> samples = new ArrayList<>();
        for (int set = 0; set < SETS.size(); set++) {
            for (int i = 0; i < samplesPerSet; i++) {
                boolean document = set == 2;
                List<String> texts = new ArrayList<>();
                for (int t = 0; t < (document ? 3 + i % 4 : 1); t++) {
                    texts.add(text(set, i % 2 == 0, random));
                }
                int label = i % 2 == 0 ? 1 : 0;
                samples.add(
                        document
                                ? LabelledSample.document(set, label, texts)
                                : LabelledSample.single(set, label, texts.get(0)));
            }
        }
        return samples;
    }

    private static String text(int set, boolean positive, SplittableRandom random) {
        List<String> words = new ArrayList<>(List.of(TOPICS.get(set)));
        for (int i = 0; i < 4; i++) {
            words.add(NEUTRAL.get(random.nextInt(NEUTRAL.size())));
        }
        List<String> labelled = positive ? POSITIVE : NEGATIVE;
        words.add(labelled.get(random.nextInt(labelled.size())));
        return String.join(" ", words);
    }

    /** Writes the samples in the layouts that {@link SampleFiles} reads. */
    static void write(Path folder, int samplesPerSet) throws IOException {
        List<LabelledSample> samples = all(samplesPerSet);
        for (int set = 0; set < SETS.size(); set++) {
            StringBuilder rows = new StringBuilder("label\ttext\n");
            for (int i = 0; i < samplesPerSet; i++) {
                LabelledSample sample = samples.get(set * samplesPerSet + i);
                if (sample.isDocument()) {
                    Path file = folder.resolve(
                            SETS.get(set) + "/" + (sample.label() == 1 ? "pos" : "neg") + "/" + i + ".txt");
                    Files.createDirectories(file.getParent());
                    Files.write(file, sample.texts());
                } else {
                    rows.append(sample.label() == 1 ? 1 : 0)
                            .append('\t')
                            .append(sample.texts().get(0))
                            .append('\n');
                }
            }
            if (set < 2) {
                Files.createDirectories(folder.resolve(SETS.get(set)));
                Files.writeString(folder.resolve(SETS.get(set)).resolve(SampleFiles.TABLE), rows.toString());
            }
        }
    }

    /** Returns the keys of a recipe that learns from the samples in seconds. */
    public static Map<String, String> recipe() {
        return new TreeMap<>(Map.of(
                "recipe", TextRecipe.TYPE,
                "name", "tiny",
                "data.set", String.join(",", SETS),
                "data.licence", "none",
                "tokens", "16",
                "hidden", "8",
                "pairs", "101",
                "words.cost", "1,1,1",
                "epochs", "20",
                "learning.rate", "0.01"));
    }
}
