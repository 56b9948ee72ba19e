package io.sluice.format.avro;

import io.sluice.schema.SchemaPlace;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** A place in the records of a schema. A union leads wherever one of its branches leads. */
record AvroPlace(Schema schema) implements SchemaPlace {
    @Override
    public List<SchemaPlace> below(String token) {
        return switch (schema.getType()) {
            case RECORD -> {
                Schema.Field field = schema.getField(token);
                yield field == null ? List.of() : List.of(new AvroPlace(field.schema()));
            }
            case ARRAY ->
                SchemaPlace.isIndex(token) ? List.of(new AvroPlace(schema.getElementType())) : List.<SchemaPlace>of();
            case MAP -> List.of(new AvroPlace(schema.getValueType()));
            case UNION ->
                schema.getTypes().stream()
                        .flatMap(branch -> new AvroPlace(branch).below(token).stream())
                        .toList();
            case NULL, BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, ENUM, BYTES, FIXED -> List.of();
        };
    }

    @Override
    public Set<String> tokens() {
        Set<String> tokens = new LinkedHashSet<>();
        switch (schema.getType()) {
            case RECORD -> schema.getFields().forEach(field -> tokens.add(field.name()));
            case ARRAY -> tokens.add("0");
            case UNION -> schema.getTypes().forEach(branch -> tokens.addAll(new AvroPlace(branch).tokens()));
            case MAP, NULL, BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, ENUM, BYTES, FIXED -> {}
        }
        return tokens;
    }

    @Override
    public boolean isValue() {
        return switch (schema.getType()) {
            case INT, LONG, FLOAT, DOUBLE, STRING, ENUM -> true;
            case BYTES, FIXED -> schema.getLogicalType() instanceof LogicalTypes.Decimal;
            case UNION -> schema.getTypes().stream().anyMatch(branch -> new AvroPlace(branch).isValue());
            case RECORD, ARRAY, MAP, NULL, BOOLEAN -> false;
        };
    }
}
