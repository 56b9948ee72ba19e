package io.sluice.offline.torture;

import io.sluice.offline.FolderTree;
import io.sluice.offline.PropertiesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The instances of a pipeline, by their numbers. An instance that ends by itself is started again, as Kubernetes would
 * do.
 */
final class Instances implements AutoCloseable {
    private static final String HEAP = "512m";
    private static final String ANNOUNCED = "scoring ";
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final Duration START = Duration.ofMinutes(3);

    private final JavaProgram program;
    private final Path folder;
    private final Map<String, String> properties;
    private final Consumer<String> told;
    private final Map<Integer, Child> running = new TreeMap<>();
    private int launches;

    /**
     * Prepares instances, of which none runs.
     *
     * @param folder where state directories and logs go
     * @param told takes a line about an instance that ended by itself
     */
    Instances(JavaProgram program, Path folder, Map<String, String> properties, Consumer<String> told) {
        this.program = program;
        this.folder = folder;
        this.properties = Map.copyOf(properties);
        this.told = told;
    }

    /** Starts an instance and does not wait until it serves. */
    void start(int number) throws IOException {
        start(number, UnaryOperator.identity());
    }

    /** Starts an instance that gets little memory. */
    void startWithLittleMemory(int number) throws IOException {
        start(number, HostLimits::littleMemory);
    }

    /** Starts an instance whose state directory is on a disk of its own, which is small. */
    void startOnSmallDisk(int number) throws IOException {
        Path state = Files.createDirectories(state(number));
        start(number, command -> HostLimits.smallDisk(state, command));
    }

    /** Returns the reason why instances cannot have a disk of their own on this host; empty if they can. */
    Optional<String> noSmallDisk() throws InterruptedException {
        return HostLimits.noMountNamespace(folder);
    }

    /** Fills the disk of an instance that has one of its own. If the instance ends meanwhile, its disk is gone. */
    void fillDisk(int number) throws IOException {
        Child child = child(number);
        try {
            HostLimits.fill(child.pid(), state(number));
        } catch (IOException e) {
            if (child.isAlive()) {
                throw e;
            }
        }
    }

    private void start(int number, UnaryOperator<List<String>> wrapped) throws IOException {
        Map<String, String> own = new TreeMap<>(properties);
        own.put("state.dir", state(number).toString());
        Path file = folder.resolve("instance-" + number + ".properties");
        PropertiesFile.write(file, own);
        launches++;
        running.put(
                number,
                Child.start(
                        wrapped.apply(
                                program.command(HEAP, folder, List.of("run", file.toString(), "--until-stdin-closes"))),
                        folder.resolve("instance-" + number + "-start-" + launches + ".log")));
    }

    /** Waits until every instance has announced itself. */
    void awaitStarted() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        for (Child child : running.values()) {
            if (!child.awaitPrinted(ANNOUNCED, deadline)) {
                throw new TortureException(
                        "an instance did not start within " + START.toSeconds() + " s; read " + child.log());
            }
        }
    }

    /** Ends an instance as SIGKILL does, if it has not ended by itself. */
    void kill(int number) {
        child(number).kill();
        running.remove(number);
    }

    /** Waits until an instance has announced itself or has ended; returns true if it runs. */
    boolean isUp(int number) throws IOException, InterruptedException {
        Child child = child(number);
        child.awaitPrinted(ANNOUNCED, System.nanoTime() + START.toNanos());
        return child.isAlive();
    }

    /** Returns a few words about an instance that may have ended. */
    String end(int number) {
        Child child = child(number);
        return child.isAlive() ? "ran on" : "exit code " + child.exitCode();
    }

    /**
     * Stops an instance by SIGTERM.
     *
     * @return a few words about its end
     */
    String stop(int number) throws InterruptedException {
        Child child = child(number);
        boolean inTime = child.stop(STOP);
        if (!inTime) {
            child.kill();
        }
        running.remove(number);
        return inTime ? "exit code " + child.exitCode() : "killed, because it ran on for " + STOP.toSeconds() + " s";
    }

    void freeze(int number) throws IOException, InterruptedException {
        child(number).freeze();
    }

    void thaw(int number) throws IOException, InterruptedException {
        child(number).thaw();
    }

    /** Deletes the state directory of an instance that does not run. */
    void wipe(int number) throws IOException {
        if (Files.exists(state(number))) {
            FolderTree.delete(state(number));
        }
    }

    /** Starts those again that ended by themselves. */
    void revive() throws IOException {
        for (int number : List.copyOf(running.keySet())) {
            Child child = child(number);
            if (!child.isAlive()) {
                told.accept("instance " + number + " ended by itself with exit code " + child.exitCode()
                        + ", so it starts again; its log is " + child.log().getFileName());
                start(number);
            }
        }
    }

    List<Integer> numbers() {
        return List.copyOf(running.keySet());
    }

    private Child child(int number) {
        Child child = running.get(number);
        if (child == null) {
            throw new IllegalStateException("instance " + number + " does not run; " + running.keySet() + " do");
        }
        return child;
    }

    private Path state(int number) {
        return folder.resolve("state-" + number);
    }

    @Override
    public void close() {
        running.values().forEach(Child::close);
    }
}
