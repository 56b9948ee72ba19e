package io.sluice.recording;

/** A row that is no event; the message names the file, the line, what was found and what to do. */
public final class RecordingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RecordingException(String file, long line, String problem) {
        super(file + ", line " + line + ": " + problem);
    }

    /** A problem of a whole file. */
    public RecordingException(String file, String problem) {
        super(file + ": " + problem);
    }

    /** The same problem, with what became of the rows before it. */
    public RecordingException(RecordingException problem, String before) {
        super(problem.getMessage() + "; " + before, problem);
    }
}
