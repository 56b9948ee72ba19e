package io.sluice.offline.torture;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Free ports on loopback. They are below those that Linux gives to outgoing connections, so that no connection takes
 * the port of a broker that is down.
 */
final class FreePorts {
    private static final int FIRST = 15_000;
    private static final int END = 32_000;
    private static final int ATTEMPTS = 1000;

    private FreePorts() {}

    /** Returns different free ports. */
    static List<Integer> find(int count) {
        Random random = new Random();
        Set<Integer> found = new TreeSet<>();
        for (int attempt = 0; attempt < ATTEMPTS && found.size() < count; attempt++) {
            int port = FIRST + random.nextInt(END - FIRST);
            if (isFree(port)) {
                found.add(port);
            }
        }
        if (found.size() < count) {
            throw new TortureException("fewer than " + count + " ports from " + FIRST + " to " + END
                    + " are free on loopback; stop programs that use them");
        }
        return List.copyOf(found);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false; // another program has it
        }
    }
}
