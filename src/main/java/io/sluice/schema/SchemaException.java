package io.sluice.schema;

/** A schema that cannot be used. The message says which, and why. */
public final class SchemaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SchemaException(String message) {
        super(message);
    }

    public SchemaException(String message, Throwable cause) {
        super(message, cause);
    }
}
