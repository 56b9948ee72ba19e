package io.sluice.broker;

import java.nio.file.Path;

/** Signals that a topic file is invalid. The message names the file, the document in it and the remedy. */
public final class TopicFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopicFileException(Path file, int document, String problem) {
        super(file + ", document " + document + ": " + problem);
    }
}
