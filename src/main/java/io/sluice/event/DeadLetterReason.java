package io.sluice.event;

/** The reason of a dead letter; {@link #code()} is the value of its header {@code sluice.reason}. */
public enum DeadLetterReason {
    NOT_JSON("not-json"),
    NOT_AN_OBJECT("not-an-object"),
    EMPTY("empty"),
    NULL("json-null"),
    DUPLICATE_FIELD("duplicate-field"),
    NO_KEY("no-key"),
    KEY_NOT_UTF8("key-not-utf8"),
    TOO_LARGE("too-large"),
    BAD_TIMESTAMP("bad-timestamp"),
    BAD_CHANNEL("bad-channel"),
    NO_CHANNEL("no-channel"),
    NO_VALUE("no-value"),
    NO_TEXT("no-text"),
    BAD_TEXT("bad-text"),
    BLANK_TEXT("blank-text"),
    NO_ITEM("no-item"),
    BAD_ITEM("bad-item"),
    BLANK_ITEM("blank-item"),
    NOT_UTF8("not-utf8"),
    NO_SCHEMA_ID("no-schema-id"),
    UNKNOWN_SCHEMA("unknown-schema"),
    UNUSABLE_SCHEMA("unusable-schema"),
    BAD_ENCODING("bad-encoding"),
    NOT_A_CLOUDEVENT("not-a-cloudevent"),
    MODEL_FAILED("model-failed"),
    PREDICTION_NOT_FINITE("prediction-not-finite"),
    PREDICTION_TOO_LARGE("prediction-too-large");

    private final String code;

    DeadLetterReason(String code) {
        this.code = code;
    }

    /** Returns the stable name of the reason, in lower case with hyphens. */
    public String code() {
        return code;
    }
}
