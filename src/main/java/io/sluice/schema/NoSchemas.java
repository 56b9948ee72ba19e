package io.sluice.schema;

/** No schemas: the format of events needs none. */
public record NoSchemas() implements Schemas {
    public static final NoSchemas NONE = new NoSchemas();

    @Override
    public String description() {
        return "no schema";
    }
}
