package io.sluice.cli;

import io.sluice.cli.common.ChildProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code sluice broker} in a child process, so that a benchmark does not count the CPU time of the broker. Without a
 * folder of its own, the child deletes its data when it stops.
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
        return start(mainClass, List.of());
    }

    /** Starts a broker with settings of its own, whose data are in a folder. The child leaves them there. */
    static BrokerProcess start(String mainClass, Path folder, Map<String, String> settings) throws IOException {
        List<String> options = new ArrayList<>(List.of("--dir", folder.toString()));
        settings.forEach((key, value) -> options.addAll(List.of("--set", key + "=" + value)));
        return start(mainClass, options);
    }

    private static BrokerProcess start(String mainClass, List<String> options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("broker", "--port", "0", "--until-stdin-closes"));
        arguments.addAll(options);
        ChildProcess process =
                ChildProcess.start(List.of("-Xmx1g"), mainClass, arguments, ProcessBuilder.Redirect.PIPE);
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

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.close();
    }
}
