package io.sluice.onnx;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Unpacks the native libraries of ONNX Runtime, and deletes them when they are loaded. ONNX Runtime itself would delete
 * them at the end of the process alone: a process that is killed or halted left 20 MB behind each time.
 */
final class NativeLibraries {
    /** The system property that names a folder of the libraries. Nothing is unpacked if it is set. */
    static final String PATH = "onnxruntime.native.path";

    private static final List<String> NAMES = List.of("onnxruntime", "onnxruntime4j_jni");

    private NativeLibraries() {}

    /**
     * Loads the libraries.
     *
     * @param load makes ONNX Runtime load them
     * @throws IOException if they cannot be unpacked
     */
    static <T> T with(Supplier<T> load) throws IOException {
        if (System.getProperty(PATH) != null || !isPacked()) {
            return load.get();
        }
        Path folder = Files.createTempDirectory("sluice-onnxruntime-");
        try {
            for (String name : NAMES) {
                try (InputStream library = NativeLibraries.class.getResourceAsStream(resource(name))) {
                    Files.copy(
                            Objects.requireNonNull(library, "it is packed"),
                            folder.resolve(System.mapLibraryName(name)));
                }
            }
            System.setProperty(PATH, folder.toString());
            return load.get();
        } finally {
            System.clearProperty(PATH);
            delete(folder);
        }
    }

    private static boolean isPacked() {
        return NAMES.stream().allMatch(name -> NativeLibraries.class.getResource(resource(name)) != null);
    }

    private static String resource(String name) {
        return "/ai/onnxruntime/native/" + platform() + "/" + System.mapLibraryName(name);
    }

    /** Returns the name of the platform's folder in the jar of ONNX Runtime. */
    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String os = system.contains("mac") ? "osx" : system.contains("win") ? "win" : "linux";
        return os + "-" + (System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x64");
    }

    /** Windows deletes no library that is loaded; it is deleted at the end of the process. */
    private static void delete(Path folder) {
        folder.toFile().deleteOnExit(); // what is named later is deleted earlier
        for (String name : NAMES) {
            File library = folder.resolve(System.mapLibraryName(name)).toFile();
            if (library.exists() && !library.delete()) {
                library.deleteOnExit();
            }
        }
        folder.toFile().delete();
    }
}
