package io.sluice.offline.training.torchscript;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript module from its source text and its parameters, without PyTorch: a plain archive that libtorch
 * and Python's {@code torch.jit.load} open.
 *
 * <p>The archive is a zip of stored entries below the folder {@code model/}: {@code data.pkl} (the pickled module, its
 * tensors by reference), {@code code/__torch__.py} (its source), {@code constants.pkl} (empty), {@code data/0},
 * {@code data/1} ... (raw little-endian float32) and {@code version}. The same arguments give the same bytes.
 */
public final class TorchScriptArchive {
    private static final String FOLDER = "model/";
    /** The format that PyTorch 1.6 to 2.7 read; what a version changes are operators, and none of ours. */
    private static final String VERSION = "3\n";
    /** 1980-01-01T00:00:00Z, the oldest time that a zip can hold. */
    private static final long FIXED_TIME = 315_532_800_000L;

    private TorchScriptArchive() {}

    /** The name by which a module's own source refers to its class. */
    public static String qualifiedName(String className) {
        return "__torch__." + className;
    }

    /**
     * Writes a module and closes {@code out}.
     *
     * @param className an identifier
     * @param parameters the module's tensors, {@code self.NAME} in its source
     * @param methods the definitions of the methods in serialised TorchScript, indented by two spaces; {@code self} has
     *     the type {@link #qualifiedName}. It is not compiled here: what is wrong in it shows when it is loaded
     * @throws IllegalArgumentException where two parameters have one name
     */
    public static void write(OutputStream out, String className, List<Parameter> parameters, String methods)
            throws IOException {
        requireDistinct(parameters);
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            put(zip, "data.pkl", Pickle.module("__torch__", className, parameters));
            put(zip, "code/__torch__.py", source(className, parameters, methods).getBytes(StandardCharsets.UTF_8));
            put(zip, "constants.pkl", Pickle.nothing());
            for (int i = 0; i < parameters.size(); i++) {
                put(zip, "data/" + i, parameters.get(i).littleEndian());
            }
            put(zip, "version", VERSION.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void requireDistinct(List<Parameter> parameters) {
        Set<String> seen = new HashSet<>();
        for (Parameter parameter : parameters) {
            if (!seen.add(parameter.name())) {
                throw new IllegalArgumentException("two parameters are named " + parameter.name());
            }
        }
    }

    private static String source(String className, List<Parameter> parameters, String methods) {
        String names = parameters.stream().map(p -> '"' + p.name() + "\", ").collect(Collectors.joining());
        String types =
                parameters.stream().map(p -> "  " + p.name() + " : Tensor\n").collect(Collectors.joining());
        return "class " + className + "(Module):\n"
                + "  __parameters__ = [" + names + "]\n"
                + "  __buffers__ = []\n"
                + types
                + "  training : bool\n"
                + methods;
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        ZipEntry entry = new ZipEntry(FOLDER + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        entry.setTime(FIXED_TIME);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
