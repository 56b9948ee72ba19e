package io.sluice.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds ports for programs that need to know theirs before they start. */
final class FreePort {
    private FreePort() {}

    /** Returns a port of the loopback address that no program uses now. */
    static int find() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
