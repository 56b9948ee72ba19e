package io.sluice.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Loads the classes of Sluice a second time, one of them with a fault. All of them come from this loader, because
 * classes of one package must share a loader to see what is package-private.
 */
final class MutantLoader extends ClassLoader {
    private static final Path SOURCES = Path.of("src/main/java");

    private final Path classes;

    /**
     * Compiles a mutant.
     *
     * @param folder receives source and classes
     */
    MutantLoader(Mutant mutant, Path folder) throws IOException {
        super(MutantLoader.class.getClassLoader());
        String file = mutant.className().replace('.', '/') + ".java";
        Path source = folder.resolve("source").resolve(file);
        Files.createDirectories(source.getParent());
        Files.writeString(source, mutant.planted(Files.readString(SOURCES.resolve(file))));
        classes = Files.createDirectories(folder.resolve("classes"));
        compile(mutant, source);
    }

    private void compile(Mutant mutant, Path source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options = List.of(
                "-d", classes.toString(), "-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"));
        boolean compiled = compiler.getTask(
                        messages,
                        null,
                        null,
                        options,
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source))
                .call();
        if (!compiled) {
            throw new AssertionError("mutant \"" + mutant.name() + "\" does not compile:\n" + messages);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("io.sluice.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        String file = name.replace('.', '/') + ".class";
        Path mutated = classes.resolve(file);
        try (InputStream stream = Files.exists(mutated)
                ? Files.newInputStream(mutated)
                : getParent().getResourceAsStream(file)) {
            if (stream == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = stream.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException("class " + name + " cannot be read", e);
        }
    }
}
