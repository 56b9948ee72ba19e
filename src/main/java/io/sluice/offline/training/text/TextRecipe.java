package io.sluice.offline.training.text;

import io.sluice.Internal;
import io.sluice.offline.training.cell.CellChoice;
import io.sluice.offline.training.loop.CommonRecipe;
import io.sluice.offline.training.recipe.Corpus;
import io.sluice.offline.training.recipe.Recipe;
import io.sluice.offline.training.recipe.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;

/**
 * A text model that learns the mood of texts and of their authors; an example is an {@link LabelledSample}.
 *
 * @param labels what a text may mean; a bundle's outputs are in their order
 * @param context whether a text's label may depend on what its key said before
 * @param tokens T, the tokens of a row; what a text has more is cut off
 * @param hidden units of the recurrent cell
 * @param choice which cell
 * @param wordCount the least number of times that a word of the vocabulary occurs
 * @param pieceCount the least number of words with a beginning or ending of the vocabulary
 * @param pairs rows of the table of pairs; a prime number spreads them best
 * @param pairCount in how many opinions of a data set a pair of the table must be
 * @param wordCosts what an error costs the linear model over words, beside the norm of its weights, by data set
 * @param characterCosts the same over characters
 * @param dropout the share of inner activations that is left out while learning
 * @param setWeights the weight of a single text beside others, by data set
 * @param sure the scorer's: below this probability of the likelier label a text is unsure
 * @param limits for the card: what the model is not good for
 */
@Internal
public record TextRecipe(
        CommonRecipe settings,
        List<String> labels,
        boolean context,
        int tokens,
        int hidden,
        CellChoice choice,
        int wordCount,
        int pieceCount,
        int pairs,
        int pairCount,
        List<Double> wordCosts,
        List<Double> characterCosts,
        double dropout,
        List<Double> setWeights,
        double sure,
        String limits)
        implements Recipe<LabelledSample, TextMetrics> {
    public static final String TYPE = "text-mood";

    private static final ConfigDef KEYS = CellChoice.addKeys(CommonRecipe.keys())
            .define("labels", ConfigDef.Type.LIST, "negative,positive", Importance.HIGH, "What a text may mean.")
            .define("label.context", ConfigDef.Type.BOOLEAN, false, Importance.MEDIUM, "Whether the past counts.")
            .define("tokens", ConfigDef.Type.INT, 64, Range.between(2, 4096), Importance.HIGH, "Tokens of a row.")
            .define("hidden", ConfigDef.Type.INT, 64, Range.between(8, 1024), Importance.HIGH, "Units of the cell.")
            .define("words.least", ConfigDef.Type.INT, 2, Range.atLeast(1), Importance.MEDIUM, "Of a word.")
            .define("pieces.least", ConfigDef.Type.INT, 5, Range.atLeast(1), Importance.LOW, "Words with a piece.")
            .define(
                    "pairs",
                    ConfigDef.Type.INT,
                    131_071,
                    Range.between(1, 1 << 22),
                    Importance.LOW,
                    "Rows of the table of pairs.")
            .define("pairs.least", ConfigDef.Type.INT, 3, Range.atLeast(1), Importance.LOW, "Opinions with a pair.")
            .define("words.cost", ConfigDef.Type.LIST, List.of(), Importance.LOW, "Of an error, by data set; 0.02.")
            .define(
                    "characters.cost",
                    ConfigDef.Type.LIST,
                    List.of(),
                    Importance.LOW,
                    "Of an error, by data set; 0.003.")
            .define("dropout", ConfigDef.Type.DOUBLE, 0.2, Range.between(0, 0.9), Importance.LOW, "While learning.")
            .define("data.weight", ConfigDef.Type.LIST, List.of(), Importance.LOW, "Of a text, by data set.")
            .define("scoring.sure", ConfigDef.Type.DOUBLE, 0.6, Range.between(0, 1), Importance.LOW, "Below: unsure.")
            .define("limits", ConfigDef.Type.STRING, "", Importance.LOW, "For the card: what it is not good for.");

    public TextRecipe {
        wordCosts = List.copyOf(wordCosts);
        characterCosts = List.copyOf(characterCosts);
        setWeights = List.copyOf(setWeights);
        labels = List.copyOf(labels);
        if (labels.size() < 2
                || labels.size() > TextModule.SPOKEN
                || new HashSet<>(labels).size() < labels.size()
                || labels.contains("")) {
            throw new ConfigException(
                    "labels is " + labels + "; it must name 2 to " + TextModule.SPOKEN + " labels, each once");
        }
        if (Stream.concat(wordCosts.stream(), characterCosts.stream()).anyMatch(cost -> cost == 0)) {
            throw new ConfigException(
                    "words.cost and characters.cost must be above 0: an error that costs nothing" + " teaches nothing");
        }
        if (hidden % 8 != 0) {
            throw new ConfigException(
                    "hidden is " + hidden + "; it must be a multiple of 8, or a result depends on the batch");
        }
    }

    /**
     * Reads a recipe.
     *
     * @param properties the keys and values of a {@code recipe.properties}
     * @throws ConfigException where a key is missing or unknown, or a value is not what it must be
     */
    public static TextRecipe of(Map<String, String> properties) {
        AbstractConfig config = CommonRecipe.parse(KEYS, properties);
        CommonRecipe settings = CommonRecipe.read(config);
        return new TextRecipe(
                settings,
                config.getList("labels"),
                config.getBoolean("label.context"),
                config.getInt("tokens"),
                config.getInt("hidden"),
                CellChoice.read(config),
                config.getInt("words.least"),
                config.getInt("pieces.least"),
                config.getInt("pairs"),
                config.getInt("pairs.least"),
                numbers(config, "words.cost", 0.02, settings),
                numbers(config, "characters.cost", 0.003, settings),
                config.getDouble("dropout"),
                numbers(config, "data.weight", 1, settings),
                config.getDouble("scoring.sure"),
                config.getString("limits"));
    }

    /** A number for each data set. */
    private static List<Double> numbers(AbstractConfig config, String key, double otherwise, CommonRecipe settings) {
        List<String> given = config.getList(key);
        int sets = settings.sets().size();
        if (given.isEmpty()) {
            return Collections.nCopies(sets, otherwise);
        }
        if (given.size() != sets || !given.stream().allMatch(number -> number.matches("\\d*\\.?\\d+"))) {
            throw new ConfigException(key + " is " + given + "; it must be a number for each of the " + sets
                    + " sets in data.set, of 0 or more");
        }
        return given.stream().map(Double::valueOf).toList();
    }

    /** The names of the data sets. */
    List<String> sets() {
        return settings.sets().stream().map(CommonRecipe.DataSet::name).toList();
    }

    /** What the tables say of a token. */
    public TextEvidence.Columns columns() {
        return new TextEvidence.Columns(settings.sets().size(), labels.size());
    }

    public TextModule cell() {
        return new TextModule(this);
    }

    @Override
    public Corpus<LabelledSample> read(Path data) throws IOException {
        return SampleFiles.read(data, sets(), labels, settings.validationShare());
    }

    /** Of threads the late ones are held back, of all else an even share. */
    @Override
    public Split<LabelledSample> validation(List<LabelledSample> examples) {
        List<LabelledSample> threads = examples.stream()
                .filter(one -> one.kind() == LabelledSample.Kind.THREAD)
                .toList();
        List<LabelledSample> others = examples.stream()
                .filter(one -> one.kind() != LabelledSample.Kind.THREAD)
                .toList();
        Split<LabelledSample> even = others.isEmpty() ? new Split<>(others, others) : Recipe.super.validation(others);
        return new Split<>(
                Stream.concat(even.learned().stream(), threads.stream().filter(one -> !one.late()))
                        .toList(),
                Stream.concat(even.held().stream(), threads.stream().filter(LabelledSample::late))
                        .toList());
    }

    @Override
    public TextLearner learner(List<LabelledSample> examples, long seed) throws IOException {
        return TextLearner.of(this, examples, seed);
    }
}
