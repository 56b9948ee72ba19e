package io.sluice.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of a bundle, its {@code model.json}: the step contract, the way from an event to the model's input, and
 * the meaning of the model's output. The resource {@code model.schema.json} in this package is the JSON Schema of the
 * file.
 *
 * @param format the version of this format, always {@link #FORMAT}
 * @param output the names of the elements of y, in their order
 * @param scorer the scorer of an anomaly model; null for the default, {@link ScorerKind#TAILS}, and for other tasks
 * @param scoring the settings of the task's scorer, by name
 * @param trainedOn the data sets that the weights were trained on
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Manifest(
        int format,
        String name,
        String version,
        Task task,
        Weights weights,
        Sizes sizes,
        Input input,
        List<Output> output,
        @Nullable ScorerKind scorer,
        Map<String, Double> scoring,
        @JsonProperty("trained_on") List<TrainedOn> trainedOn) {

    /** The only format that this version reads and writes. */
    public static final int FORMAT = 1;

    public Manifest {
        if (format != FORMAT) {
            throw new BundleException("format is " + format + "; this version of Sluice reads format " + FORMAT);
        }
        require("name", name);
        require("version", version);
        require("task", task);
        require("weights", weights);
        require("sizes", sizes);
        require("input", input);
        require("output", output);
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new BundleException("name is \"" + name
                    + "\"; it may contain only letters, digits, '.', '_' and '-', and must begin with a"
                    + " letter or a digit");
        }
        if (output.size() != sizes.output()) {
            throw new BundleException("sizes.output is " + sizes.output() + ", but output names " + output.size()
                    + " elements; there must be one name for each");
        }
        requireDistinct("output", output.stream().map(Output::name).toList());
        requireWidth(input, sizes.input());
        requireScorer(scorer, task, input);
        output = List.copyOf(output);
        scoring = scoring == null ? Map.of() : Map.copyOf(scoring);
        requireFinite(scoring);
        trainedOn = trainedOn == null ? List.of() : List.copyOf(trainedOn);
    }

    /** A manifest with the default scorer of its task. */
    public Manifest(
            int format,
            String name,
            String version,
            Task task,
            Weights weights,
            Sizes sizes,
            Input input,
            List<Output> output,
            Map<String, Double> scoring,
            List<TrainedOn> trainedOn) {
        this(format, name, version, task, weights, sizes, input, output, null, scoring, trainedOn);
    }

    private static void requireScorer(@Nullable ScorerKind scorer, Task task, Input input) {
        if (scorer != null && task != Task.ANOMALY) {
            throw new BundleException("scorer is " + scorer.json() + ", but the task is " + task.json()
                    + "; only a model of the task anomaly has a scorer to choose");
        }
        if (scorer == ScorerKind.PROFILE && !(input instanceof Input.Numeric)) {
            throw new BundleException("scorer is profile, which judges readings, but input.kind is "
                    + input.kind().json() + "; leave scorer out");
        }
    }

    private static void require(String field, @Nullable Object value) {
        if (value == null) {
            throw new BundleException("the field \"" + field + "\" is missing");
        }
        if (value instanceof String text && text.isBlank()) {
            throw new BundleException("the field \"" + field + "\" is blank");
        }
    }

    /** Returns this manifest with another input of the same width, and other settings of the scorer. */
    public Manifest with(Input otherInput, Map<String, Double> otherScoring) {
        return new Manifest(
                format, name, version, task, weights, sizes, otherInput, output, scorer, otherScoring, trainedOn);
    }

    /** Returns this manifest with other weights. */
    public Manifest with(Weights otherWeights) {
        return new Manifest(
                format, name, version, task, otherWeights, sizes, input, output, scorer, scoring, trainedOn);
    }

    /** Returns the names of the elements of y. */
    public List<String> outputNames() {
        return output.stream().map(Output::name).toList();
    }

    /** Returns the channels of a numeric input; texts and items have none. */
    public List<String> channels() {
        return input instanceof Input.Numeric numeric ? numeric.channels() : List.of();
    }

    private static void requireWidth(Input input, int width) {
        if (input.width() != width) {
            throw new BundleException("sizes.input is " + width + ", but " + row(input));
        }
    }

    private static String row(Input input) {
        return switch (input.kind()) {
            case NUMERIC -> "input.columns names " + input.width() + " columns";
            case TEXT -> "input.tokens is " + input.width() + "; a row of a text input holds its tokens";
            case ITEM -> "a row of an item input is one id; set sizes.input to 1";
        };
    }

    private static void requireFile(String field, String file) {
        if (file.isEmpty() || file.contains("/") || file.contains("\\") || file.startsWith(".")) {
            throw new BundleException(
                    field + " is \"" + file + "\"; it must be the name of a file in the bundle's folder");
        }
    }

    private static void requireDistinct(String field, List<String> names) {
        if (Set.copyOf(names).size() != names.size()) {
            throw new BundleException(field + " contains a name twice: " + names);
        }
    }

    private static void requireFinite(Map<String, Double> scoring) {
        scoring.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw new BundleException("scoring." + name + " is " + value + "; it must be a finite number");
            }
        });
    }

    /** The scorers of anomaly models, by the names that {@code scorer} has in JSON. */
    public enum ScorerKind {
        /** Compares the model's surprise and deviations with the tails of their past. */
        TAILS,
        /** Compares the readings with the running profile of their channel. */
        PROFILE;

        @JsonValue
        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The kind of the predictions. */
    public enum Task {
        ANOMALY,
        CLASSIFICATION,
        RANKING;

        @JsonValue
        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The weights of the model.
     *
     * @param file the TorchScript archive or the ONNX file
     * @param sha256 the SHA-256 of its bytes, in lower-case hexadecimal digits
     */
    public record Weights(String file, String sha256) {
        public Weights {
            require("weights.file", file);
            require("weights.sha256", sha256);
            if (!sha256.matches("[0-9a-f]{64}")) {
                throw new BundleException(
                        "weights.sha256 is \"" + sha256 + "\"; it must be 64 lower-case hexadecimal digits");
            }
            requireFile("weights.file", file);
        }
    }

    /** The fields of an event that the model reads, and the rows x that they become. */
    @JsonPropertyOrder({
        "kind",
        "fields",
        "timestamp",
        "numbers_in_strings",
        "columns",
        "tokenizer",
        "tokens",
        "vocabulary"
    })
    public sealed interface Input permits Input.Numeric, Input.Text, Input.Item {
        /**
         * Reads the JSON of an input.
         *
         * @throws BundleException if a field is missing, or belongs to an input of another kind
         */
        @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
        static Input read(
                @JsonProperty("kind") Kind kind,
                @JsonProperty("fields") @Nullable List<Field> fields,
                @JsonProperty("timestamp") @Nullable TimestampField timestamp,
                @JsonProperty("numbers_in_strings") @Nullable Boolean numbersInStrings,
                @JsonProperty("columns") @Nullable List<String> columns,
                @JsonProperty("tokenizer") @Nullable String tokenizer,
                @JsonProperty("tokens") @Nullable Integer tokens,
                @JsonProperty("vocabulary") @Nullable String vocabulary) {
            require("input.kind", kind);
            List<Field> given = fields == null ? List.of() : fields;
            List<String> names = columns == null ? List.of() : columns;
            TimestampField time = timestamp == null ? TimestampField.DEFAULT : timestamp;
            if (kind != Kind.NUMERIC) {
                requireNone(kind, "numbers_in_strings", numbersInStrings);
            }
            if (kind != Kind.TEXT) {
                requireNone(kind, "tokenizer", tokenizer);
                requireNone(kind, "tokens", tokens);
            }
            if (kind != Kind.ITEM) {
                requireNone(kind, "vocabulary", vocabulary);
            }
            return switch (kind) {
                case NUMERIC -> new Numeric(given, names, time, Boolean.TRUE.equals(numbersInStrings));
                case TEXT ->
                    new Text(
                            oneField(kind, given, names, Text.DEFAULT_FIELD),
                            needed(kind, "tokenizer", tokenizer),
                            needed(kind, "tokens", tokens),
                            time);
                case ITEM ->
                    new Item(
                            oneField(kind, given, names, Item.DEFAULT_FIELD),
                            needed(kind, "vocabulary", vocabulary),
                            time);
            };
        }

        private static void requireNone(Kind kind, String field, @Nullable Object value) {
            if (value != null) {
                throw new BundleException("input.kind is " + kind.json() + ", which has no input." + field);
            }
        }

        private static <T> T needed(Kind kind, String field, @Nullable T value) {
            if (value == null) {
                throw new BundleException("input.kind is " + kind.json() + ", which needs input." + field);
            }
            return value;
        }

        private static Field oneField(Kind kind, List<Field> fields, List<String> columns, Field byDefault) {
            if (fields.size() > 1 || !columns.isEmpty()) {
                throw new BundleException("input.kind is " + kind.json()
                        + ", which has one of input.fields and no input.columns; found " + fields.size()
                        + " fields and " + columns.size() + " columns");
            }
            return fields.isEmpty() ? byDefault : fields.get(0);
        }

        private static void requireUnlimited(Kind kind, Field field) {
            if (field.hasLimits()) {
                throw new BundleException("input.kind is " + kind.json() + ", whose field has no range and no missing"
                        + " codes; these are for channels of a numeric input");
            }
        }

        @JsonProperty("kind")
        Kind kind();

        /** The fields that the model reads from an event, at least one. */
        @JsonProperty("fields")
        List<Field> fields();

        /** The field that holds the time of an event. */
        @JsonIgnore
        TimestampField timestamp();

        /** The field of the time as the file has it: null for the default. */
        @JsonProperty("timestamp")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        private @Nullable TimestampField writtenTimestamp() {
            return timestamp().equals(TimestampField.DEFAULT) ? null : timestamp();
        }

        /** Returns this input with other fields, in the same order, and another field of the time. */
        Input with(List<Field> fields, TimestampField timestamp);

        /** The names of the columns of a row x; empty if a row holds ids. */
        @JsonProperty("columns")
        default List<String> columns() {
            return List.of();
        }

        /** The number of elements in a row x. */
        int width();

        /** The file of the bundle that maps words or items to ids; null if the input is numeric. */
        @Nullable
        String file();

        /** The bytes of an element of x: 4 for a float32, 8 for an int64 id. */
        default int elementBytes() {
            return Long.BYTES;
        }

        /** The kinds of input, by the names that {@code input.kind} has in JSON. */
        enum Kind {
            NUMERIC,
            TEXT,
            ITEM;

            @JsonValue
            public String json() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        /**
         * Numeric channels, one for each field, and the columns that a row has for them.
         *
         * @param numbersInStrings whether a string such as {@code "21.5"} is a number
         */
        record Numeric(
                List<Field> fields,
                List<String> columns,
                @JsonIgnore TimestampField timestamp,

                @JsonProperty("numbers_in_strings") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
                boolean numbersInStrings)
                implements Input {
            public Numeric {
                fields = List.copyOf(fields);
                columns = List.copyOf(columns);
                if (fields.isEmpty()) {
                    throw new BundleException("input.fields is empty; a numeric input needs at least one field");
                }
                requireDistinct("input.fields", fields.stream().map(Field::name).toList());
                requireDistinct("input.columns", columns);
            }

            /** Channels of events with the time in its default field, and with numbers. */
            public Numeric(List<Field> fields, List<String> columns) {
                this(fields, columns, TimestampField.DEFAULT, false);
            }

            @Override
            public Numeric with(List<Field> otherFields, TimestampField otherTimestamp) {
                return new Numeric(otherFields, columns, otherTimestamp, numbersInStrings);
            }

            /** Returns this input with or without numbers in strings. */
            public Numeric withNumbersInStrings(boolean read) {
                return new Numeric(fields, columns, timestamp, read);
            }

            @Override
            public Kind kind() {
                return Kind.NUMERIC;
            }

            @Override
            public int width() {
                return columns.size();
            }

            @Override
            public @Nullable String file() {
                return null;
            }

            @Override
            public int elementBytes() {
                return Float.BYTES;
            }

            /** Returns true if a row has a column that marks the channel as missing. */
            public boolean marksMissing(String channel) {
                return columns.contains(channel + ".missing");
            }

            /** The names of the channels, in the order of the fields. */
            public List<String> channels() {
                return fields.stream().map(Field::name).toList();
            }
        }

        /**
         * One text, which becomes a row of token ids.
         *
         * @param field the field that holds the text, by default {@code /text}
         * @param tokenizer the file of the tokenizer
         * @param tokens T, the number of tokens in a row
         */
        record Text(
                @JsonIgnore Field field,
                String tokenizer,
                int tokens,
                @JsonIgnore TimestampField timestamp) implements Input {
            private static final Field DEFAULT_FIELD = new Field("text", "/text");

            public Text {
                requireUnlimited(Kind.TEXT, field);
                requireFile("input.tokenizer", tokenizer);
                if (tokens < 1) {
                    throw new BundleException("input.tokens is " + tokens + "; it must be at least 1");
                }
            }

            /** A text at {@code /text} in an event. */
            public Text(String tokenizer, int tokens) {
                this(DEFAULT_FIELD, tokenizer, tokens, TimestampField.DEFAULT);
            }

            @Override
            public Text with(List<Field> otherFields, TimestampField otherTimestamp) {
                return new Text(otherFields.get(0), tokenizer, tokens, otherTimestamp);
            }

            @Override
            public Kind kind() {
                return Kind.TEXT;
            }

            @Override
            public List<Field> fields() {
                return List.of(field);
            }

            @Override
            public int width() {
                return tokens;
            }

            @Override
            public String file() {
                return tokenizer;
            }
        }

        /**
         * One item, which becomes a row of its id.
         *
         * @param field the field that holds the item, by default {@code /item}
         * @param vocabulary the file of the {@link Vocabulary}
         */
        record Item(
                @JsonIgnore Field field,
                String vocabulary,
                @JsonIgnore TimestampField timestamp) implements Input {
            private static final Field DEFAULT_FIELD = new Field("item", "/item");

            public Item {
                requireUnlimited(Kind.ITEM, field);
                requireFile("input.vocabulary", vocabulary);
            }

            /** An item at {@code /item} in an event. */
            public Item(String vocabulary) {
                this(DEFAULT_FIELD, vocabulary, TimestampField.DEFAULT);
            }

            @Override
            public Item with(List<Field> otherFields, TimestampField otherTimestamp) {
                return new Item(otherFields.get(0), vocabulary, otherTimestamp);
            }

            @Override
            public Kind kind() {
                return Kind.ITEM;
            }

            @Override
            public List<Field> fields() {
                return List.of(field);
            }

            @Override
            public int width() {
                return 1;
            }

            @Override
            public String file() {
                return vocabulary;
            }
        }

        /**
         * A field of an event.
         *
         * @param name the name of the channel, the text or the item
         * @param pointer the JSON pointer (RFC 6901) to the field, by default {@code /NAME}
         * @param range the range of a channel's readings; null if every finite number is a reading
         * @param missing the values of a channel that stand for a missing reading
         */
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        record Field(String name, String pointer, @Nullable ValueRange range, MissingCodes missing) {
            public Field {
                require("input.fields.name", name);
                pointer = pointer == null ? atTop(name) : pointer;
                if (!pointer.startsWith("/")) {
                    throw new BundleException("input.fields: the pointer of " + name + " is \"" + pointer
                            + "\"; it must begin with \"/\" (RFC 6901)");
                }
                missing = missing == null ? MissingCodes.NONE : missing;
            }

            /** A field at the top level of the event, whose every value counts. */
            public Field(String name) {
                this(name, atTop(name));
            }

            private static String atTop(String name) {
                return "/" + name.replace("~", "~0").replace("/", "~1");
            }

            /** A field whose every value counts. */
            public Field(String name, String pointer) {
                this(name, pointer, null, MissingCodes.NONE);
            }

            /** Returns this field at another pointer; null for the default. */
            public Field withPointer(@Nullable String other) {
                return new Field(name, other == null ? atTop(name) : other, range, missing);
            }

            /** Returns this field with another range; null for none. */
            public Field withRange(@Nullable ValueRange other) {
                return new Field(name, pointer, other, missing);
            }

            /** Returns this field with other missing codes. */
            public Field withMissing(MissingCodes other) {
                return new Field(name, pointer, range, other);
            }

            /** Returns true if some values of the field are no readings. */
            public boolean hasLimits() {
                return range != null || !missing.isEmpty();
            }

            /** Describes for people which values are readings. */
            public String readings() {
                String within = range == null ? "all numbers" : range.toString();
                return missing.isEmpty() ? within : within + ", but not " + missing;
            }
        }
    }

    /** The name of one element of y. */
    public record Output(String name) {
        public Output {
            require("output.name", name);
        }
    }

    /** A data set that the weights were trained on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TrainedOn(
            String set, String licence, @Nullable Integer files) {
        public TrainedOn {
            require("trained_on.set", set);
            require("trained_on.licence", licence);
        }
    }
}
