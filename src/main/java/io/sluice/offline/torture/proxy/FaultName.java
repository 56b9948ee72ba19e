package io.sluice.offline.torture.proxy;

import java.util.Locale;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * A type of request and what happens to it. The text is {@code end-txn:drop-response}, or
 * {@code end-txn:not-coordinator} for an error.
 *
 * @param error the error that the proxy answers with; {@link Errors#NONE} for every other kind
 */
public record FaultName(ApiKeys type, Disturbance kind, Errors error) {
    public FaultName {
        if (kind == Disturbance.ERROR && error == Errors.NONE) {
            throw new IllegalArgumentException(
                    "fault " + hyphens(type) + ":error names no error; give one, such as not-coordinator");
        }
        if (kind != Disturbance.ERROR && error != Errors.NONE) {
            throw new IllegalArgumentException("fault " + hyphens(type) + ":" + kind + " has the error "
                    + hyphens(error) + ", but only the kind error answers with one; give none");
        }
    }

    /** Names a fault that answers with an error. */
    public static FaultName error(ApiKeys type, Errors error) {
        return new FaultName(type, Disturbance.ERROR, error);
    }

    /** Names a fault of a kind that answers with no error. */
    public static FaultName of(ApiKeys type, Disturbance kind) {
        return new FaultName(type, kind, Errors.NONE);
    }

    static String hyphens(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return hyphens(type) + ":" + (kind == Disturbance.ERROR ? hyphens(error) : kind);
    }
}
