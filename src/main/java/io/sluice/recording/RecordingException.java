package io.sluice.recording;

/**
 * A file or a row that cannot be read as events. The message names the file, the line, what was found and what to do.
 */
public class RecordingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RecordingException(String file, long line, String problem) {
        super(file + ", line " + line + ": " + problem);
    }

    /** Reports a problem of the whole file. */
    public RecordingException(String file, String problem) {
        super(file + ": " + problem);
    }

    /** Repeats a problem and adds the result for the rows before it. */
    public RecordingException(RecordingException problem, String before) {
        super(problem.getMessage() + "; " + before, problem);
    }
}
