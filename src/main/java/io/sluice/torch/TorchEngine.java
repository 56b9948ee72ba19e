package io.sluice.torch;

import ai.djl.engine.Engine;
import ai.djl.util.cuda.CudaUtils;
import io.sluice.model.EngineException;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts DJL's PyTorch engine with the properties that Sluice needs. */
final class TorchEngine {
    private static final int REASON_CHARACTERS = 300;
    /** The line of TorchScript's traces that has the exception: its type, perhaps with a package, and its text. */
    private static final Pattern RAISED = Pattern.compile("(?:\\w+\\.)*(\\w*(?:Error|Exception):.*)");

    private static final String CUDA_IN_A_CHILD = "ai.djl.util.cuda.fork";

    private TorchEngine() {}

    /**
     * Returns the engine, and starts it at the first call. Unless system properties say otherwise, DJL stays off the
     * network and PyTorch uses one thread a call. Parallelism comes from one model for each thread: with more threads a
     * call, a contended machine was measured to fall to a thirtieth of its speed.
     */
    static Engine start() {
        configure();
        try {
            return Engine.getEngine("PyTorch");
        } catch (ai.djl.engine.EngineException e) {
            throw new EngineException(
                    "PyTorch cannot be started: " + chain(e) + "; its native libraries come with the Maven profile of"
                            + " this platform or from PYTORCH_LIBRARY_PATH, and are unpacked into DJL_CACHE_DIR",
                    e);
        }
    }

    /** Sets the properties that DJL reads when it loads its first native library. */
    static void configure() {
        setUnlessSet("ai.djl.offline", "true");
        setUnlessSet("ai.djl.pytorch.num_threads", "1");
        setUnlessSet("ai.djl.pytorch.num_interop_threads", "1");
        if (!NvidiaDriver.isPresent()) {
            disableGpuSearch();
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /**
     * Keeps DJL from looking for a GPU: on a machine with a CUDA runtime but no driver, the search ends in a warning at
     * every start. DJL's class loads the runtime when it is initialised, unless it is set to search in a child process.
     */
    private static synchronized void disableGpuSearch() {
        if (System.getProperty(CUDA_IN_A_CHILD) != null) {
            return;
        }
        System.setProperty(CUDA_IN_A_CHILD, "true");
        try {
            MethodHandles.lookup().ensureInitialized(CudaUtils.class);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        } finally {
            System.clearProperty(CUDA_IN_A_CHILD);
        }
    }

    private static String chain(Throwable e) {
        String cause = e.getCause() == null ? "" : ": " + e.getCause();
        return (e.getMessage() + cause).lines().findFirst().orElse("");
    }

    /**
     * Picks the line of an engine's error that names the fault: the last cause, and the exception in TorchScript rather
     * than its trace. A long line, such as one that lists every backend of an operator, is cut.
     */
    static String reason(Throwable e) {
        Throwable last = e;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        List<String> lines =
                String.valueOf(last.getMessage()).lines().map(String::strip).toList();
        String reason = lines.stream()
                .map(RAISED::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .findFirst()
                .orElse(lines.isEmpty() ? last.toString() : lines.get(0));
        return reason.length() <= REASON_CHARACTERS ? reason : reason.substring(0, REASON_CHARACTERS) + " ...";
    }
}
