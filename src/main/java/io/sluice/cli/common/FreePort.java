package io.sluice.cli.common;

import io.sluice.Internal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port on loopback that no program uses. */
@Internal
public final class FreePort {
    private FreePort() {}

    /** Returns such a port. */
    public static int find() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
