package io.sluice.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle's {@code model.json} says: the step contract, how an event becomes the model's input, and what the
 * model's output means. {@code model.schema.json} beside this class is the same as a JSON Schema.
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
        Map<String, Double> scoring,
        @JsonProperty("trained_on") List<TrainedOn> trainedOn) {

    /** The one format that this version reads and writes. */
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
            throw new BundleException("name \"" + name + "\" may hold letters, digits, '.', '_' and '-' alone");
        }
        if (output.size() != sizes.output()) {
            throw new BundleException("sizes.output is " + sizes.output() + ", but output names " + output.size()
                    + " elements; there must be one name for each");
        }
        requireDistinct("output", output.stream().map(Output::name).toList());
        input.requireWidth(sizes.input());
        output = List.copyOf(output);
        scoring = scoring == null ? Map.of() : Map.copyOf(scoring);
        requireFinite(scoring);
        trainedOn = trainedOn == null ? List.of() : List.copyOf(trainedOn);
    }

    private static void require(String field, @Nullable Object value) {
        if (value == null) {
            throw new BundleException("the field \"" + field + "\" is missing");
        }
        if (value instanceof String text && text.isBlank()) {
            throw new BundleException("the field \"" + field + "\" is blank");
        }
    }

    /** What the elements of y are called. */
    public List<String> outputNames() {
        return output.stream().map(Output::name).toList();
    }

    private static void requireFile(String field, String file) {
        if (file.isEmpty() || file.contains("/") || file.contains("\\") || file.startsWith(".")) {
            throw new BundleException(field + " \"" + file + "\" must be the name of a file in the bundle");
        }
    }

    private static void requireDistinct(String field, List<String> names) {
        if (Set.copyOf(names).size() != names.size()) {
            throw new BundleException(field + " has a name twice: " + names);
        }
    }

    private static void requireFinite(Map<String, Double> scoring) {
        scoring.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw new BundleException("scoring." + name + " is " + value + "; it must be a finite number");
            }
        });
    }

    /** What the predictions are. */
    public enum Task {
        ANOMALY,
        CLASSIFICATION,
        RANKING;

        @JsonValue
        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The file of the TorchScript archive and the SHA-256 of its bytes, in lower-case hexadecimal digits. */
    public record Weights(String file, String sha256) {
        public Weights {
            require("weights.file", file);
            require("weights.sha256", sha256);
            if (!sha256.matches("[0-9a-f]{64}")) {
                throw new BundleException("weights.sha256 must be 64 lower-case hexadecimal digits");
            }
            requireFile("weights.file", file);
        }
    }

    /**
     * How an event becomes a row x of the input: numeric channels and the row's columns, or text with the file of its
     * tokenizer and the fixed number of tokens a row, or items with the file of their vocabulary.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Input(
            Kind kind,
            List<Field> fields,
            List<String> columns,
            @Nullable String tokenizer,
            @Nullable Integer tokens,
            @Nullable String vocabulary) {
        public Input {
            require("input.kind", kind);
            fields = fields == null ? List.of() : List.copyOf(fields);
            columns = columns == null ? List.of() : List.copyOf(columns);
            if (kind == Kind.NUMERIC && fields.isEmpty()) {
                throw new BundleException("input.fields is empty; a numeric input needs at least one channel");
            }
            if (kind == Kind.TEXT) {
                fields = fields.isEmpty() ? List.of(new Field("text", "/text")) : fields;
                requireOneField(kind, fields, columns);
            }
            if (kind == Kind.ITEM) {
                fields = fields.isEmpty() ? List.of(new Field("item", "/item")) : fields;
                requireOneField(kind, fields, columns);
            }
            requireDistinct("input.fields", fields.stream().map(Field::name).toList());
            requireWith(kind, Kind.TEXT, "tokenizer", tokenizer);
            requireWith(kind, Kind.TEXT, "tokens", tokens);
            requireWith(kind, Kind.ITEM, "vocabulary", vocabulary);
            if (tokenizer != null) {
                requireFile("input.tokenizer", tokenizer);
            }
            if (vocabulary != null) {
                requireFile("input.vocabulary", vocabulary);
            }
            if (tokens != null && tokens < 1) {
                throw new BundleException("input.tokens is " + tokens + "; it must be at least 1");
            }
        }

        /** A numeric input. */
        public Input(Kind kind, List<Field> fields, List<String> columns) {
            this(kind, fields, columns, null, null, null);
        }

        /**
         * The input of one text, {@code /text} in an event.
         *
         * @param tokenizer the file of the tokenizer
         * @param tokens T, the tokens a row
         */
        public static Input text(String tokenizer, int tokens) {
            return new Input(Kind.TEXT, List.of(), List.of(), tokenizer, tokens, null);
        }

        /**
         * The input of one item, {@code /item} in an event.
         *
         * @param vocabulary the file of the {@link Vocabulary}
         */
        public static Input item(String vocabulary) {
            return new Input(Kind.ITEM, List.of(), List.of(), null, null, vocabulary);
        }

        private static void requireOneField(Kind kind, List<Field> fields, List<String> columns) {
            if (fields.size() != 1 || !columns.isEmpty()) {
                throw new BundleException("input.kind is " + kind.json()
                        + ", which has one of input.fields and no input.columns; found " + fields.size() + " and "
                        + columns.size());
            }
        }

        private static void requireWith(Kind kind, Kind needing, String field, @Nullable Object value) {
            if ((kind == needing) != (value != null)) {
                throw new BundleException("input.kind is " + kind.json() + ", which "
                        + (kind == needing ? "needs" : "has no") + " input." + field);
            }
        }

        /** The file of the tokenizer or the vocabulary; null where the input needs none. */
        public @Nullable String file() {
            return tokenizer == null ? vocabulary : tokenizer;
        }

        /** Bytes of an element of x: 4 where it is a float32, 8 where it is an int64 id. */
        public int elementBytes() {
            return kind == Kind.NUMERIC ? Float.BYTES : Long.BYTES;
        }

        void requireWidth(int width) {
            if (kind == Kind.NUMERIC && columns.size() != width) {
                throw new BundleException(
                        "sizes.input is " + width + ", but input.columns names " + columns.size() + " columns");
            }
            if (kind == Kind.ITEM && width != 1) {
                throw new BundleException(
                        "sizes.input is " + width + ", but a row of an item's input is its id, so it must be 1");
            }
            if (tokens != null && tokens != width) {
                throw new BundleException("sizes.input is " + width + ", but input.tokens is " + tokens
                        + "; a row of a text's input is its tokens");
            }
        }

        public enum Kind {
            NUMERIC,
            TEXT,
            ITEM;

            @JsonValue
            public String json() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        /** A field of an event: a channel's name and the JSON pointer (RFC 6901) to it, by default {@code /NAME}. */
        public record Field(String name, String pointer) {
            public Field {
                require("input.fields.name", name);
                pointer = pointer == null ? "/" + name.replace("~", "~0").replace("/", "~1") : pointer;
                if (!pointer.startsWith("/")) {
                    throw new BundleException("input.fields: the pointer \"" + pointer + "\" of " + name
                            + " must begin with \"/\" (RFC 6901)");
                }
            }
        }
    }

    /** The name of one element of y. */
    public record Output(String name) {
        public Output {
            require("output.name", name);
        }
    }

    /** A data set that the weights were learned from. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TrainedOn(
            String set, String licence, @Nullable Integer files) {
        public TrainedOn {
            require("trained_on.set", set);
            require("trained_on.licence", licence);
        }
    }
}
