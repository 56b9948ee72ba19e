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
 * Writes a TorchScript module from its source text and its parameters, without PyTorch. Both libtorch and Python's
 * {@code torch.jit.load} open the archive.
 *
 * <p>The archive is a zip with stored (uncompressed) entries below the folder {@code model/}:
 *
 * <ul>
 *   <li>{@code data.pkl}: the pickled module, with references to its tensors
 *   <li>{@code code/__torch__.py}: its source
 *   <li>{@code constants.pkl}: empty
 *   <li>{@code data/0}, {@code data/1} ...: the tensors, as raw little-endian float32
 *   <li>{@code version}: the version of the format
 * </ul>
 *
 * The same arguments give the same bytes.
 */
public final class TorchScriptArchive {
    private static final String FOLDER = "model/";
    /** PyTorch 1.6 to 2.7 read this format. Later versions of the format change operators that we do not use. */
    private static final String VERSION = "3\n";
    /** 1980-01-01T00:00:00Z, the oldest time that a zip entry can have, in milliseconds. */
    private static final long FIXED_TIME = 315_532_800_000L;

    private TorchScriptArchive() {}

    /** Returns the name by which the source of a module refers to its class. */
    public static String qualifiedName(String className) {
        return "__torch__." + className;
    }

    /**
     * Writes a module and closes {@code out}.
     *
     * @param className the name of the module's class, an identifier
     * @param parameters the tensors of the module, which its source calls {@code self.NAME}
     * @param methods the definitions of the methods in serialised TorchScript, indented by two spaces; {@code self} has
     *     the type {@link #qualifiedName}. The source is not compiled here, so an error in it shows at loading
     * @throws IllegalArgumentException if two parameters have the same name
     */
    public static void write(OutputStream out, String className, List<Parameter> parameters, String methods)
            throws IOException {
        requireDistinct(parameters);
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            put(zip, "data.pkl", Pickle.module("__torch__", className, parameters));
            put(zip, "code/__torch__.py", source(className, parameters, methods).getBytes(StandardCharsets.UTF_8));
            put(zip, "constants.pkl", Pickle.emptyConstants());
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
                throw new IllegalArgumentException(
                        "two parameters are named " + parameter.name() + "; rename one of them");
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
