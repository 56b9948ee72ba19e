package io.sluice.model;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Reads and writes the JSON files of a bundle, strictly: an unknown or repeated field, a null, a value of another type
 * and text after the end are errors that name their place.
 */
final class BundleJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .withCoercionConfig(
                    LogicalType.Textual, text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private BundleJson() {}

    /** Reads a value; the message of an error begins with the name of the file, without its folder. */
    static <T> T read(byte[] json, String file, Class<T> type) {
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new BundleException(file + " is null; it must be a JSON object");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new BundleException(file + ": " + reason(e), e);
        } catch (IOException e) {
            throw new BundleException(file + ": " + e.getMessage(), e);
        }
    }

    static void write(Path file, Object value) throws IOException {
        Files.writeString(file, MAPPER.writeValueAsString(value) + "\n");
    }

    private static String reason(JsonProcessingException e) {
        if (e.getCause() instanceof BundleException cause) {
            return element(e) + cause.getMessage();
        }
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "unknown field \"" + path(unknown) + "\"; known here are "
                    + unknown.getKnownPropertyIds().stream()
                            .map(Object::toString)
                            .sorted()
                            .toList();
        }
        String what = e.getOriginalMessage().lines().findFirst().orElse("").replaceFirst(": enable `.*", "");
        if (e instanceof MismatchedInputException other && other.getTargetType() != null) {
            what = what.startsWith("Trailing token")
                    ? "Trailing token after the value"
                    : "it must be " + needed(other.getTargetType(), what);
        }
        if (e instanceof MismatchedInputException whole && whole.getPath().isEmpty()) {
            return what;
        }
        boolean syntax = e instanceof StreamReadException || e.getCause() instanceof StreamReadException;
        return e instanceof JsonMappingException mapping
                        && !syntax
                        && !mapping.getPath().isEmpty()
                ? "the field \"" + path(mapping) + "\" cannot be read" + at(e) + ": " + what
                : "not valid JSON" + at(e) + ": " + what;
    }

    /** Names the place of an error inside an array, where a field's name alone is ambiguous. */
    private static String element(JsonProcessingException e) {
        String path = e instanceof JsonMappingException mapping ? path(mapping) : "";
        return path.contains("[") ? path + ": " : "";
    }

    /** Names the JSON type that a Java type needs; for an enum, its values as Jackson lists them. */
    private static String needed(Class<?> type, String found) {
        if (type.isEnum()) {
            return "one of " + found.substring(found.indexOf('[') < 0 ? 0 : found.indexOf('['));
        }
        if (type == String.class) {
            return "a string";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type.isPrimitive()) {
            return type == int.class || type == long.class ? "a whole number" : "a number";
        }
        return Collection.class.isAssignableFrom(type) || type.isArray() ? "an array" : "an object";
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(BundleJson::name)
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }

    private static String name(Reference step) {
        return step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName();
    }

    private static String at(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}
