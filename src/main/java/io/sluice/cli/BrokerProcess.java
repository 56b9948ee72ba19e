package io.sluice.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code sluice broker} in a child process, so that a benchmark does not count the CPU time of the broker.
 *
 * <p>The child stops, and deletes its data, when its standard input ends. The operating system closes this pipe however
 * this process ends, by SIGKILL too.
 */
final class BrokerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("broker ready on (\\S+),.*");

    private final Process process;
    private final String bootstrapServers;

    private BrokerProcess(Process process, String bootstrapServers) {
        this.process = process;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a broker on a free port, and waits until it is ready.
     *
     * @param mainClass the name of the class that runs Sluice's command line
     */
    static BrokerProcess start(String mainClass) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        mainClass,
                        "broker",
                        "--port",
                        "0",
                        "--until-stdin-closes"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        Matcher ready = READY.matcher(line == null ? "" : line);
        if (!ready.matches()) {
            process.destroyForcibly();
            throw new IOException("the broker process did not start; its first line was: " + line);
        }
        return new BrokerProcess(process, ready.group(1));
    }

    /** Returns the broker's address for clients. */
    String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
