package io.sluice.offline.training.text;

import io.sluice.Internal;
import io.sluice.model.Manifest;
import io.sluice.model.TimestampField;
import io.sluice.offline.training.cell.CellChoice;
import io.sluice.offline.training.loop.CommonRecipe;
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
 * The values of a text recipe.
 *
 * @param common the values that every recipe has
 * @param labels the labels of a text; the outputs of the bundle are in their order
 * @param labelPointer the JSON pointer to the label in a user's own events
 * @param context true if the label of a text may depend on the earlier texts of its key
 * @param tokens T, the number of tokens of a row; the tokenizer cuts off the rest of a text
 * @param hidden the units of the recurrent cell
 * @param choice the recurrent cell
 * @param minWordCount the least number of occurrences of a word of the vocabulary
 * @param minPieceWords the least number of words that have a prefix or suffix of the vocabulary
 * @param pairs the rows of the table of pairs; a prime number distributes pairs best
 * @param minPairSamples the least number of samples of a data set that contain a pair of the table
 * @param wordCosts the cost of an error of the linear model over words, relative to the norm of its weights, by data
 *     set
 * @param characterCosts the same for the model over characters
 * @param dropout the share of inner activations that training sets to 0
 * @param setWeights the weight of a single text in the loss, by data set
 * @param sure the scoring parameter of that name: a text is unsure if its likeliest label is less probable than this
 * @param limits text for the model card: the uses that the model is unfit for
 */
@Internal
public record TextSettings(
        CommonRecipe common,
        List<String> labels,
        String labelPointer,
        boolean context,
        int tokens,
        int hidden,
        CellChoice choice,
        int minWordCount,
        int minPieceWords,
        int pairs,
        int minPairSamples,
        List<Double> wordCosts,
        List<Double> characterCosts,
        double dropout,
        List<Double> setWeights,
        double sure,
        String limits) {
    /** The most labels. The linear layers that give logits have this width, whatever the number of labels. */
    static final int MAX_LABELS = 8;

    private static final ConfigDef KEYS = CellChoice.addKeys(CommonRecipe.keys())
            .define("labels", ConfigDef.Type.LIST, "negative,positive", Importance.HIGH, "Labels of a text.")
            .define(
                    "label.field",
                    ConfigDef.Type.STRING,
                    "/label",
                    Importance.MEDIUM,
                    "JSON pointer to the label in own events.")
            .define(
                    "label.context",
                    ConfigDef.Type.BOOLEAN,
                    false,
                    Importance.MEDIUM,
                    "Labels depend on earlier texts.")
            .define("tokens", ConfigDef.Type.INT, 64, Range.between(2, 4096), Importance.HIGH, "Tokens of a row.")
            .define("hidden", ConfigDef.Type.INT, 64, Range.between(8, 1024), Importance.HIGH, "Units of the cell.")
            .define("words.least", ConfigDef.Type.INT, 2, Range.atLeast(1), Importance.MEDIUM, "Count of a word.")
            .define("pieces.least", ConfigDef.Type.INT, 5, Range.atLeast(1), Importance.LOW, "Words with a piece.")
            .define(
                    "pairs",
                    ConfigDef.Type.INT,
                    131_071,
                    Range.between(1, 1 << 22),
                    Importance.LOW,
                    "Rows of the table of pairs.")
            .define("pairs.least", ConfigDef.Type.INT, 3, Range.atLeast(1), Importance.LOW, "Samples with a pair.")
            .define(
                    "words.cost",
                    ConfigDef.Type.LIST,
                    List.of(),
                    Importance.LOW,
                    "Cost of an error, by data set; 0.02.")
            .define(
                    "characters.cost",
                    ConfigDef.Type.LIST,
                    List.of(),
                    Importance.LOW,
                    "Cost of an error, by data set; 0.003.")
            .define("dropout", ConfigDef.Type.DOUBLE, 0.2, Range.between(0, 0.9), Importance.LOW, "Dropout rate.")
            .define("data.weight", ConfigDef.Type.LIST, List.of(), Importance.LOW, "Weight of a text, by data set; 1.")
            .define(
                    "scoring.sure",
                    ConfigDef.Type.DOUBLE,
                    0.6,
                    Range.between(0, 1),
                    Importance.LOW,
                    "Least probability of a sure label.")
            .define("limits", ConfigDef.Type.STRING, "", Importance.LOW, "Limits, for the model card.");

    public TextSettings {
        wordCosts = List.copyOf(wordCosts);
        characterCosts = List.copyOf(characterCosts);
        setWeights = List.copyOf(setWeights);
        labels = List.copyOf(labels);
        if (labels.size() < 2
                || labels.size() > MAX_LABELS
                || new HashSet<>(labels).size() < labels.size()
                || labels.contains("")) {
            throw new ConfigException(
                    "labels is " + labels + "; it must name 2 to " + MAX_LABELS + " different labels");
        }
        if (Stream.concat(wordCosts.stream(), characterCosts.stream()).anyMatch(cost -> cost == 0)) {
            throw new ConfigException("words.cost is " + wordCosts + " and characters.cost is " + characterCosts
                    + "; every cost must be above 0, because a model learns nothing from errors without a cost");
        }
        if (!labelPointer.startsWith("/")) {
            throw new ConfigException("label.field is " + labelPointer
                    + "; it must be a JSON pointer, such as /label; --label takes the name of a column too");
        }
        if (hidden % 8 != 0) {
            throw new ConfigException("hidden is " + hidden
                    + "; it must be a multiple of 8, because otherwise a result depends on its batch");
        }
    }

    /**
     * Reads the values of a recipe.
     *
     * @param properties the keys and values of a {@code recipe.properties}
     * @throws ConfigException if a key is missing or unknown, or a value is invalid
     */
    static TextSettings read(Map<String, String> properties) {
        AbstractConfig config = CommonRecipe.parse(KEYS, properties);
        CommonRecipe common = CommonRecipe.read(config);
        common.layout().apply(new Manifest.Input.Text("tokenizer.json", 1)); // refuses a wrong key before the training
        return new TextSettings(
                common,
                config.getList("labels"),
                config.getString("label.field"),
                config.getBoolean("label.context"),
                config.getInt("tokens"),
                config.getInt("hidden"),
                CellChoice.read(config),
                config.getInt("words.least"),
                config.getInt("pieces.least"),
                config.getInt("pairs"),
                config.getInt("pairs.least"),
                numbersBySet(config, "words.cost", 0.02, common),
                numbersBySet(config, "characters.cost", 0.003, common),
                config.getDouble("dropout"),
                numbersBySet(config, "data.weight", 1, common),
                config.getDouble("scoring.sure"),
                config.getString("limits"));
    }

    private static List<Double> numbersBySet(
            AbstractConfig config, String key, double defaultValue, CommonRecipe common) {
        List<String> values = config.getList(key);
        int sets = common.sets().size();
        if (values.isEmpty()) {
            return Collections.nCopies(sets, defaultValue);
        }
        if (values.size() != sets || !values.stream().allMatch(number -> number.matches("\\d*\\.?\\d+"))) {
            throw new ConfigException(key + " is " + values + "; it must be a number of 0 or more for each of the "
                    + sets + " sets in data.set");
        }
        return values.stream().map(Double::valueOf).toList();
    }

    /** Returns the JSON pointer to the text in a user's own events, which is that of the bundle. */
    String textPointer() {
        return input().fields().get(0).pointer();
    }

    /** Returns the field that holds the time of a user's own events. */
    TimestampField time() {
        return input().timestamp();
    }

    private Manifest.Input input() {
        return common.layout().apply(new Manifest.Input.Text("tokenizer.json", tokens));
    }

    /** Returns the names of the data sets. */
    List<String> sets() {
        return common.sets().stream().map(CommonRecipe.DataSet::name).toList();
    }

    /** Returns the layout of the evidence of a text. */
    public EvidenceColumns columns() {
        return new EvidenceColumns(common.sets().size(), labels.size());
    }
}
