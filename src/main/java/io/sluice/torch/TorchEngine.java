package io.sluice.torch;

import ai.djl.engine.Engine;
import ai.djl.util.cuda.CudaUtils;
import io.sluice.model.EngineException;
import java.lang.invoke.MethodHandles;
import java.util.List;

/** DJL's PyTorch engine, started with the properties that Sluice needs. */
final class TorchEngine {
    private static final int REASON_CHARACTERS = 300;
    private static final String CUDA_IN_A_CHILD = "ai.djl.util.cuda.fork";

    private TorchEngine() {}

    /**
     * The engine, started at the first call. System properties that are set stay as they are; else DJL is kept off the
     * network, and PyTorch to one thread a call: parallelism comes from one model a thread (with more, a contended
     * machine was measured to fall to a thirtieth of its speed).
     */
    static Engine start() {
        configure();
        try {
            return Engine.getEngine("PyTorch");
        } catch (ai.djl.engine.EngineException e) {
            throw new EngineException(
                    "PyTorch cannot be started: " + chain(e) + "; its natives come with the Maven profile of this"
                            + " platform or by PYTORCH_LIBRARY_PATH, and are unpacked in DJL_CACHE_DIR",
                    e);
        }
    }

    /** Sets what DJL reads when it loads the first of its native libraries. */
    static void configure() {
        setUnlessSet("ai.djl.offline", "true");
        setUnlessSet("ai.djl.pytorch.num_threads", "1");
        setUnlessSet("ai.djl.pytorch.num_interop_threads", "1");
        if (!NvidiaDriver.isPresent()) {
            lookForNoGpu();
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /**
     * Lets DJL find no GPU without looking. Where there is a CUDA runtime but no driver, its look ends in a warning at
     * every start. It loads the runtime when its class is initialised, unless it is to look in a child process.
     */
    private static synchronized void lookForNoGpu() {
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
     * The line of an engine's many that says what is wrong: the last cause, and TorchScript's own error before its
     * trace. Of a long line, as of an operator that lists each backend it knows, the beginning.
     */
    static String reason(Throwable e) {
        Throwable last = e;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        List<String> lines =
                String.valueOf(last.getMessage()).lines().map(String::strip).toList();
        String reason = lines.stream()
                .filter(line -> line.startsWith("RuntimeError:"))
                .findFirst()
                .orElse(lines.isEmpty() ? last.toString() : lines.get(0));
        return reason.length() <= REASON_CHARACTERS ? reason : reason.substring(0, REASON_CHARACTERS) + " ...";
    }
}
