package io.sluice.offline.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A child process, whose output goes to a file. It must end when its standard input ends. */
final class Child implements AutoCloseable {
    private static final long LOOK_MILLIS = 100;

    private final Process process;
    private final Path log;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts a program. What it prints replaces what the file had. */
    static Child start(List<String> command, Path log) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Child(process, log);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    int exitCode() {
        return process.exitValue();
    }

    /** Returns the file of what the child prints. */
    Path log() {
        return log;
    }

    /** Returns true if the child has printed a line that begins with these words. */
    private boolean hasPrinted(String beginning) throws IOException {
        return Files.readString(log).lines().anyMatch(line -> line.startsWith(beginning));
    }

    /**
     * Waits until the child has printed a line that begins with these words, or has ended.
     *
     * @param deadline the {@link System#nanoTime} at which the wait ends
     * @return true if it has printed the line
     */
    boolean awaitPrinted(String beginning, long deadline) throws IOException, InterruptedException {
        while (!hasPrinted(beginning)) {
            if (!isAlive() || System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return true;
    }

    /** Ends the child as {@code kill -9} does, and waits for its end. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /**
     * Asks the child to stop by SIGTERM, and waits for its end.
     *
     * @return whether it ended in time
     */
    boolean stop(Duration patience) throws InterruptedException {
        process.destroy();
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Stops the child where it is, so that it does nothing until {@link #thaw()}. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0 && process.isAlive()) {
            throw new TortureException("kill -" + name + " " + process.pid() + " ended with exit code " + code
                    + "; the torture needs the program kill");
        }
    }

    @Override
    public void close() {
        kill();
    }
}
