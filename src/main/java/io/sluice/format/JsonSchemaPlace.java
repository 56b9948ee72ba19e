package io.sluice.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.schema.EventSchema;
import io.sluice.schema.RegisteredSchema;
import io.sluice.schema.SchemaPlace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * A place in the events of a JSON Schema. Such a schema need not name all fields. So a token leads nowhere only if the
 * schema has {@code properties}, the token is none of them, and no other keyword speaks of further fields.
 *
 * @param schema the schema of this place
 * @param document the whole document, into which references lead
 */
record JsonSchemaPlace(JsonNode schema, JsonNode document) implements SchemaPlace {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_REFERENCES = 20;
    private static final List<String> COMBINATIONS = List.of("allOf", "anyOf", "oneOf");
    /** Keywords after which a field may be what {@code properties} does not say. */
    private static final List<String> OPEN = List.of(
            "patternProperties", "propertyNames", "unevaluatedProperties", "dependentSchemas", "if", "$dynamicRef");

    private static final Set<String> VALUES = Set.of("number", "integer", "string");

    /** Returns the places of a schema; those of a text that is no JSON are unknown. */
    static EventSchema of(RegisteredSchema schema) {
        JsonNode document = read(schema.text());
        return new EventSchema(schema.label(), new JsonSchemaPlace(document, document));
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) { // the text is only read to warn, and says nothing then
            return JSON.createObjectNode();
        }
    }

    @Override
    public List<SchemaPlace> below(String token) {
        List<SchemaPlace> found = new ArrayList<>();
        for (JsonNode part : parts()) {
            found.addAll(below(part, token));
        }
        return found;
    }

    private List<SchemaPlace> below(JsonNode part, String token) {
        JsonNode property = part.path("properties").path(token);
        if (!property.isMissingNode()) {
            return List.of(at(property));
        }
        if (describesArray(part)) {
            return SchemaPlace.isIndex(token) ? List.of(at(element(part, token))) : List.of();
        }
        return mayHaveMore(part) ? List.of(at(part.path("additionalProperties"))) : List.of();
    }

    private static boolean describesArray(JsonNode part) {
        return part.has("items")
                || part.has("prefixItems")
                || part.path("type").asText().equals("array");
    }

    private static JsonNode element(JsonNode part, String token) {
        JsonNode first = part.path("prefixItems").path(Integer.parseInt(token));
        return first.isMissingNode() ? part.path("items") : first;
    }

    /** A place whose type excludes objects has nothing below it. */
    private static boolean mayHaveMore(JsonNode part) {
        JsonNode more = part.path("additionalProperties");
        if (more.isObject() || more.asBoolean(false) || OPEN.stream().anyMatch(part::has)) {
            return true;
        }
        return !part.has("properties") && !more.isBoolean() && mayBe(part, Set.of("object"));
    }

    @Override
    public Set<String> tokens() {
        Set<String> tokens = new HashSet<>();
        for (JsonNode part : parts()) {
            part.path("properties").fieldNames().forEachRemaining(tokens::add);
            if (describesArray(part)) {
                tokens.add("0");
            }
        }
        return tokens;
    }

    @Override
    public boolean isValue() {
        return parts().stream().anyMatch(part -> mayBe(part, VALUES));
    }

    private static boolean mayBe(JsonNode part, Set<String> types) {
        JsonNode type = part.path("type");
        if (type.isArray()) {
            return StreamSupport.stream(type.spliterator(), false).anyMatch(each -> types.contains(each.asText()));
        }
        return type.isMissingNode() || types.contains(type.asText());
    }

    /**
     * Returns the schemas that speak of this place, of which each may say what is there. A schema that only combines
     * others, or that refers to another, says nothing itself.
     */
    private List<JsonNode> parts() {
        List<JsonNode> parts = new ArrayList<>();
        addParts(schema, parts, MOST_REFERENCES);
        return parts;
    }

    private void addParts(JsonNode part, List<JsonNode> parts, int referencesLeft) {
        JsonNode reference = part.path("$ref");
        boolean combined = COMBINATIONS.stream().anyMatch(part::has);
        if ((!combined && reference.isMissingNode()) || part.has("properties")) {
            parts.add(part);
        }
        if (!reference.isMissingNode()) {
            addReferred(reference.asText(), parts, referencesLeft);
        }
        for (String combination : COMBINATIONS) {
            part.path(combination).forEach(each -> addParts(each, parts, referencesLeft - 1));
        }
    }

    /** A schema in another document, or one that refers to itself, is unknown: anything may be there. */
    private void addReferred(String reference, List<JsonNode> parts, int referencesLeft) {
        JsonNode referred = reference.equals("#")
                ? document
                : reference.startsWith("#/") ? document.at(reference.substring(1)) : JSON.createObjectNode();
        if (referred.isMissingNode() || referencesLeft <= 0) {
            parts.add(JSON.createObjectNode());
        } else {
            addParts(referred, parts, referencesLeft - 1);
        }
    }

    private JsonSchemaPlace at(JsonNode place) {
        return new JsonSchemaPlace(place, document);
    }
}
