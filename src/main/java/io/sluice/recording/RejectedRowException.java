package io.sluice.recording;

/**
 * A single row that is not an event. The rows after it can still be read: {@link Recording#next()} continues with the
 * next one.
 */
public final class RejectedRowException extends RecordingException {
    private static final long serialVersionUID = 1L;

    private final long line;
    private final String reason;
    private final String problem;
    private final String row;

    RejectedRowException(String file, long line, String reason, String problem, String row) {
        super(file, line, problem);
        this.line = line;
        this.reason = reason;
        this.problem = problem;
        this.row = row;
    }

    /** Returns the line where the row ends, counted from 1. */
    public long line() {
        return line;
    }

    /** Returns the reason as a code, in the way of the reasons of dead letters. */
    public String reason() {
        return reason;
    }

    /** Returns the problem without the file and the line. */
    public String problem() {
        return problem;
    }

    /** Returns the row as it stands in the file; a row of a CSV with its values quoted where needed. */
    public String row() {
        return row;
    }
}
