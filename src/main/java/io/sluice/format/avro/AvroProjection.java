package io.sluice.format.avro;

import io.sluice.event.PointerTree;
import io.sluice.schema.SchemaException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * The part of a reader's schema that has wanted fields. What else has changed between writer and reader then does not
 * matter.
 */
final class AvroProjection {
    private AvroProjection() {}

    /**
     * Returns the schema without the fields that no place needs.
     *
     * @throws SchemaException if its values have no fields
     */
    static Schema of(Schema reader, PointerTree places) {
        Schema found = part(reader, places);
        if (!hasFields(found)) {
            throw new SchemaException(
                    "the latest schema is of the type " + found.getType().getName() + "; an event must be a record");
        }
        return found;
    }

    private static boolean hasFields(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, MAP -> true;
            case UNION -> schema.getTypes().stream().anyMatch(AvroProjection::hasFields);
            default -> false;
        };
    }

    private static Schema part(Schema schema, PointerTree place) {
        if (place.slot() != PointerTree.NONE) {
            return schema;
        }
        return switch (schema.getType()) {
            case RECORD -> record(schema, place);
            case UNION ->
                Schema.createUnion(schema.getTypes().stream()
                        .map(branch -> part(branch, place))
                        .toList());
            default -> schema;
        };
    }

    private static Schema record(Schema schema, PointerTree place) {
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            PointerTree child = place.child(field.name());
            if (child != null) {
                fields.add(new Schema.Field(field, part(field.schema(), child)));
            }
        }
        Schema part = Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), schema.isError());
        schema.getAliases().forEach(part::addAlias);
        part.setFields(fields);
        return part;
    }
}
