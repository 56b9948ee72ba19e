package io.sluice.broker;

import java.nio.file.Path;

/** A file of topics that cannot be used; the message names the file, the document in it and what to change. */
public final class TopicFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopicFileException(Path file, int document, String problem) {
        super(file + ", document " + document + ": " + problem);
    }
}
