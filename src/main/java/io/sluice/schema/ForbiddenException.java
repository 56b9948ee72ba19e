package io.sluice.schema;

/** The schema registry does not let the login read what was asked for (HTTP 403). It may let it read other schemas. */
final class ForbiddenException extends RegistryException {
    private static final long serialVersionUID = 1;

    ForbiddenException(String message) {
        super(message);
    }
}
