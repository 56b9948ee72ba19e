package io.sluice.schema;

/**
 * The schema registry gives no answer that can be used, for example because it is away. The record that needs the
 * answer must wait: the failure may pass.
 */
public class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RegistryException(String message) {
        super(message);
    }
}
