package io.sluice.offline.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Limits that the host's kernel puts on a child process. */
final class HostLimits {
    private static final String DISK = "16m";

    /** Enough for the virtual machine itself, and too little for libtorch 2.7.1 beside it. */
    private static final int VIRTUAL_KILOBYTES = 2_900_000;

    private static final int BLOCK = 1 << 16;

    private HostLimits() {}

    /** Returns the words of a command that runs another one with little virtual memory. */
    static List<String> littleMemory(List<String> command) {
        return shell(List.of("sh", "-c"), "ulimit -v " + VIRTUAL_KILOBYTES + " && exec \"$@\"", "sh", command);
    }

    /** Returns the words of a command that runs another one with a disk of 16 MB in a mount namespace of its own. */
    static List<String> smallDisk(Path folder, List<String> command) {
        return shell(
                List.of("unshare", "-r", "-m", "sh", "-c"),
                "mount -t tmpfs -o size=" + DISK + " tmpfs \"$0\" && exec \"$@\"",
                folder.toString(),
                command);
    }

    private static List<String> shell(List<String> start, String script, String zero, List<String> command) {
        List<String> words = new ArrayList<>(start);
        words.add(script);
        words.add(zero);
        words.addAll(command);
        return words;
    }

    /** Returns the reason why this host has no mount namespaces for this user; empty if it has. */
    static Optional<String> noMountNamespace(Path folder) throws InterruptedException {
        try {
            int code = new ProcessBuilder(smallDisk(folder, List.of("true")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            return code == 0
                    ? Optional.empty()
                    : Optional.of("unshare -r -m with mount -t tmpfs ended with exit code " + code);
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Fills the disk that a process sees at this folder, to the last byte.
     *
     * @throws IOException if nothing can be written, for example because the process has ended
     */
    static void fill(long process, Path folder) throws IOException {
        Path ballast = Path.of("/proc", Long.toString(process), "root")
                .resolve(Path.of("/").relativize(folder))
                .resolve("ballast");
        boolean written = false;
        try (var out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(new byte[BLOCK]);
                written = true;
            }
        } catch (IOException e) {
            if (!written) {
                throw e;
            }
        }
    }
}
