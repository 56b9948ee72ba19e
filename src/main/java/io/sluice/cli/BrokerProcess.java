package io.sluice.cli;

import io.sluice.cli.common.ChildProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code sluice broker} in a child process, so that a benchmark does not count the CPU time of the broker. The child
 * deletes its data when it stops.
 */
final class BrokerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("broker ready on (\\S+),.*");

    private final ChildProcess process;
    private final String bootstrapServers;

    private BrokerProcess(ChildProcess process, String bootstrapServers) {
        this.process = process;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a broker on a free port, and waits until it is ready.
     *
     * @param mainClass the class that runs Sluice's command line, see {@link ChildProcess#mainClass}
     */
    static BrokerProcess start(String mainClass) throws IOException {
        ChildProcess process = ChildProcess.start(
                List.of("-Xmx1g"),
                mainClass,
                List.of("broker", "--port", "0", "--until-stdin-closes"),
                ProcessBuilder.Redirect.PIPE);
        BufferedReader output = new BufferedReader(new InputStreamReader(process.output(), StandardCharsets.UTF_8));
        String line = output.readLine();
        Matcher ready = READY.matcher(line == null ? "" : line);
        if (!ready.matches()) {
            process.close();
            throw new IOException("the broker process did not start; its first line was: " + line);
        }
        return new BrokerProcess(process, ready.group(1));
    }

    /** Returns the broker's address for clients. */
    String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        process.close();
    }
}
