package io.sluice.torch;

import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import io.sluice.model.BundleException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Loads TorchScript archives. */
final class ModuleLoader {
    private static final String REMEDY = "; write it with torch.jit.script(module).save(file)";
    private static final int ONNX_HEAD = 64;
    /** The name of the other format that libtorch loads, in its bytes 4 to 7. */
    private static final String FLATBUFFER = "PTMF";

    private static final int FLATBUFFER_AT = 4;
    /** A zip file ends with the names of its entries, within this number of bytes unless it has hundreds of them. */
    private static final int ZIP_DIRECTORY = 1 << 17;

    private ModuleLoader() {}

    /**
     * Loads a module onto the manager's device. A module that was saved from a GPU would otherwise ask for a GPU.
     *
     * @param file the name of the file in messages
     * @param weights the bytes of the file, in memory
     * @throws BundleException if they are not a TorchScript archive, unpack to far more bytes, or could touch files
     */
    static PtSymbolBlock load(String file, InputStream weights, PtNDManager manager) {
        boolean mapLocation = true;
        boolean hasSize = false;
        weights.mark(Integer.MAX_VALUE);
        try {
            requireHarmless(file, weights);
            return JniUtils.loadModule(manager, weights, mapLocation, hasSize);
        } catch (ai.djl.engine.EngineException e) {
            throw new BundleException(file + problem(weights, TorchEngine.reason(e)), e);
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
    }

    private static void requireHarmless(String file, InputStream weights) throws IOException {
        byte[] head = weights.readNBytes(FLATBUFFER_AT + FLATBUFFER.length());
        if (text(head, Math.min(FLATBUFFER_AT, head.length), head.length).equals(FLATBUFFER)) {
            throw new BundleException(file + " is of the format for phones, whose code Sluice cannot check" + REMEDY);
        }
        ZipDirectory archive = new ZipDirectory(file, weights);
        UnpackedSize.require(file, archive);
        ArchiveCode.require(file, archive);
        weights.reset();
    }

    private static String problem(InputStream weights, String reason) {
        try {
            weights.reset();
            return problem(weights.readAllBytes(), reason);
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
    }

    /** Says what a file is that is not TorchScript. */
    private static String problem(byte[] bytes, String reason) {
        String directory = text(bytes, Math.max(0, bytes.length - ZIP_DIRECTORY), bytes.length);
        boolean isPickle = bytes.length > 1 && bytes[0] == (byte) 0x80 && bytes[1] < 6;
        if (isPickle || (directory.contains("/data.pkl") && !directory.contains("/constants.pkl"))) {
            return " was written by torch.save, which keeps the weights but not the code of forward" + REMEDY;
        }
        if (directory.contains("/archive_format") || directory.contains("serialized_exported_program.json")) {
            return " was written by torch.export, which Sluice cannot load" + REMEDY;
        }
        if (isOnnx(bytes)) {
            return " is an ONNX file; the name of such a file must end in .onnx";
        }
        return " is not a TorchScript archive that PyTorch can load (" + reason + ")" + REMEDY;
    }

    /** Returns true if a file begins as ONNX does: with the version of its format, and then the name of a producer. */
    private static boolean isOnnx(byte[] bytes) {
        String head = text(bytes, 0, Math.min(bytes.length, ONNX_HEAD));
        return head.startsWith("\b") && (head.contains("pytorch") || head.contains("onnx"));
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
