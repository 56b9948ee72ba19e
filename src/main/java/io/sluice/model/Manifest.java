package io.sluice.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
        input.requireWidth(sizes.input());
        output = List.copyOf(output);
        scoring = scoring == null ? Map.of() : Map.copyOf(scoring);
        trainedOn = trainedOn == null ? List.of() : List.copyOf(trainedOn);
    }

    private static void require(String field, @Nullable Object value) {
        if (value == null) {
            throw new BundleException("the field \"" + field + "\" is missing");
        }
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
            if (file.contains("/") || file.contains("\\") || file.startsWith(".")) {
                throw new BundleException("weights.file \"" + file + "\" must be the name of a file in the bundle");
            }
        }
    }

    /** How an event becomes a row x of the input. */
    public record Input(Kind kind, List<Field> fields, List<String> columns) {
        public Input {
            require("input.kind", kind);
            fields = fields == null ? List.of() : List.copyOf(fields);
            columns = columns == null ? List.of() : List.copyOf(columns);
            if (kind == Kind.NUMERIC && fields.isEmpty()) {
                throw new BundleException("input.fields is empty; a numeric input needs at least one channel");
            }
            requireDistinct(fields);
        }

        private static void requireDistinct(List<Field> fields) {
            Set<String> names = fields.stream().map(Field::name).collect(Collectors.toSet());
            if (names.size() != fields.size()) {
                throw new BundleException("input.fields names a channel twice: "
                        + fields.stream().map(Field::name).toList());
            }
        }

        void requireWidth(int width) {
            if (kind == Kind.NUMERIC && columns.size() != width) {
                throw new BundleException(
                        "sizes.input is " + width + ", but input.columns names " + columns.size() + " columns");
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
