package io.sluice.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.sluice.model.EngineException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Starts ONNX Runtime, and makes sessions with the options that Sluice needs. */
final class OnnxRuntime {
    private static final int REASON_CHARACTERS = 300;

    private static @Nullable OrtEnvironment environment;

    private OnnxRuntime() {}

    /**
     * Returns the environment, and starts it at the first call. It logs nothing itself: an exception says what a log
     * would say.
     *
     * @throws EngineException if the native library cannot be loaded
     */
    static synchronized OrtEnvironment start() {
        try {
            if (environment == null) {
                environment = NativeLibraries.with(
                        () -> OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "sluice"));
            }
            return environment;
        } catch (IOException | IllegalStateException | LinkageError e) {
            throw new EngineException(
                    "ONNX Runtime cannot be started: " + root(e)
                            + "; its native library is unpacked into java.io.tmpdir ("
                            + System.getProperty("java.io.tmpdir")
                            + "), where this process must be able to write and to"
                            + " execute files, or is taken from the folder of the system property "
                            + NativeLibraries.PATH,
                    e);
        }
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** Returns the name and the version of the engine. */
    static String name() {
        return "ONNX Runtime " + start().getVersion();
    }

    /**
     * Loads a file. A call takes one thread: parallelism comes from one model for each thread, and the number of
     * threads must not change the bits of a result.
     *
     * @throws OrtException if the bytes are no model of this version
     */
    static OrtSession session(byte[] bytes) throws OrtException {
        OrtEnvironment started = start();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            return started.createSession(bytes, options);
        }
    }

    /** Returns what ONNX Runtime says of a failure, in one line and without the places in its sources. */
    static String reason(OrtException e) {
        String text = String.valueOf(e.getMessage()).replaceAll("\\s+", " ").strip();
        String reason = after("Status Message: ", after("message: ", text));
        return reason.length() <= REASON_CHARACTERS ? reason : reason.substring(0, REASON_CHARACTERS) + " ...";
    }

    /** Returns what follows the first place of a mark; all of the text if it has none. */
    private static String after(String mark, String text) {
        int at = text.indexOf(mark);
        return at < 0 ? text : text.substring(at + mark.length());
    }
}
