package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.offline.PropertiesFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A program of this project in a separate process, which is started with the JVM flags that users have, and no others.
 */
final class Child implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "-Dai.djl.offline=true",
            "-Dai.djl.pytorch.num_threads=1",
            "-Dai.djl.pytorch.num_interop_threads=1",
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1");

    private final Process process;
    private final Path out;
    private final Path errors;

    private Child(Process process, Path out, Path errors) {
        this.process = process;
        this.out = out;
        this.errors = errors;
    }

    /** Starts {@code sluice} with the arguments, and keeps its output in {@code folder}. */
    static Child sluice(Path folder, String... arguments) throws IOException {
        return sluice(folder, Map.of(), arguments);
    }

    /** Starts {@code sluice} with the arguments and more environment variables. */
    static Child sluice(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        return java(folder, environment, "io.sluice.cli.Main", arguments);
    }

    static Child java(Path folder, String mainClass, String... arguments) throws IOException {
        return java(folder, Map.of(), mainClass, arguments);
    }

    private static Child java(Path folder, Map<String, String> environment, String mainClass, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "child-", ".out");
        Path errors = Files.createTempFile(folder, "child-", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        return new Child(builder.start(), out, errors);
    }

    /** Writes properties to a file for {@code sluice run}. */
    static Path properties(Path file, Map<String, String> properties) throws IOException {
        PropertiesFile.write(file, properties);
        return file;
    }

    /** Waits until the child has printed its first line. */
    void awaitStarted() {
        Awaitility.await("first line of the child")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !process.isAlive() || output().contains("\n"));
        assertThat(process.isAlive()).as("child ended: %s", this).isTrue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Returns the arguments of the child and of its own children, as every user of the machine can read them. */
    String commandLine() throws IOException {
        StringBuilder all = new StringBuilder();
        for (ProcessHandle each : Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList()) {
            all.append(Files.readString(Path.of("/proc/" + each.pid() + "/cmdline"))
                            .replace('\0', ' '))
                    .append('\n');
        }
        return all.toString();
    }

    /** Returns the processes that the child has started, and those that they have started. */
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** Kills the child (SIGKILL), and waits for its end. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks the child to end (SIGTERM), and does not wait. */
    void terminate() {
        process.destroy();
    }

    /** Asks the child to end (SIGTERM), requires exit code 0, and returns the time that it took. */
    Duration stop(Duration patience) throws InterruptedException {
        long begin = System.nanoTime();
        process.destroy();
        assertThat(exitCode(patience)).as("exit code of %s", this).isZero();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    int exitCode(Duration patience) throws InterruptedException {
        assertThat(process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS))
                .as("ends within %s: %s", patience, this)
                .isTrue();
        return process.exitValue();
    }

    String output() {
        return text(out);
    }

    String errors() {
        return text(errors);
    }

    /** Returns the lines on stderr that are not of the log. */
    List<String> report() {
        return errors().lines().filter(line -> !line.matches("\\d{4}-.*")).toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        return "process " + process.pid() + (process.isAlive() ? "" : ", exit code " + process.exitValue())
                + "\nstdout:\n" + output() + "\nstderr:\n" + errors();
    }
}
