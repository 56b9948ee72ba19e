package io.sluice.offline.evaluation.run;

/** Data that cannot be evaluated. The message names the file and row, what was found and what is needed. */
public final class EvaluationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EvaluationException(String message) {
        super(message);
    }

    public EvaluationException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Creates the exception for a row of the data that goes to the dead letters. */
    public static EvaluationException rejected(Refusal refusal) {
        return new EvaluationException("the pipeline rejected a row of the data: " + refusal.detail());
    }
}
