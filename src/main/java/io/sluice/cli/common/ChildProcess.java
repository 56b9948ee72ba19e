package io.sluice.cli.common;

import io.sluice.Internal;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command of Sluice in a process of its own.
 *
 * <p>The command must end when its standard input ends, see {@link StandardInput}. The operating system closes this
 * pipe however the parent process ends, by SIGKILL too.
 */
@Internal
public final class ChildProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 20;

    private final Process process;

    private ChildProcess(Process process) {
        this.process = process;
    }

    /** Returns the name of the class that runs the command line to which a command belongs. */
    public static String mainClass(CommandSpec spec) {
        return spec.root().userObject().getClass().getName();
    }

    /** Returns the options of this JVM without those of its heap, for a child to which more can be added. */
    public static List<String> optionsWithoutHeap() {
        List<String> options =
                new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
        options.removeIf(option -> option.startsWith("-Xm"));
        return options;
    }

    /**
     * Starts a command. What it writes to its standard error goes to that of this process.
     *
     * @param jvmOptions the options of the Java virtual machine
     * @param mainClass the class that runs Sluice's command line, see {@link #mainClass}
     * @param arguments the command and its options
     * @param output where its standard output goes
     */
    public static ChildProcess start(
            List<String> jvmOptions, String mainClass, List<String> arguments, ProcessBuilder.Redirect output)
            throws IOException {
        return start(jvmOptions, mainClass, arguments, output, ProcessBuilder.Redirect.INHERIT);
    }

    /** Starts a command that writes all its lines to a file, which they replace. */
    public static ChildProcess startWithLog(List<String> jvmOptions, String mainClass, List<String> arguments, Path log)
            throws IOException {
        Files.deleteIfExists(log);
        ProcessBuilder.Redirect file = ProcessBuilder.Redirect.appendTo(log.toFile());
        return start(jvmOptions, mainClass, arguments, file, file);
    }

    private static ChildProcess start(
            List<String> jvmOptions,
            String mainClass,
            List<String> arguments,
            ProcessBuilder.Redirect output,
            ProcessBuilder.Redirect errors)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        return new ChildProcess(new ProcessBuilder(command)
                .redirectOutput(output)
                .redirectError(errors)
                .start());
    }

    /** Returns what the command writes to its standard output, if that goes to a pipe. Someone must read it. */
    public InputStream output() {
        return process.getInputStream();
    }

    /** Returns the number of the process. */
    public long pid() {
        return process.pid();
    }

    /** Returns what the operating system says about the process. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Returns the exit code of a process that has ended. */
    public int exitCode() {
        return process.exitValue();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end of a process that may be ending. */
    public void awaitEnd(long seconds) throws InterruptedException {
        boolean unused = process.waitFor(seconds, TimeUnit.SECONDS);
    }

    /** Ends the process at once, as SIGKILL does, and waits for its end, even if this thread is interrupted. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Asks the process to stop, kills it if it takes too long, and waits for its end. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }
}
