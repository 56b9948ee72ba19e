package io.sluice.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Finds ports for programs that need to know theirs before they start. */
final class FreePort {
    private FreePort() {}

    /** Returns a port of the loopback address that no program uses now. */
    static int find() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Returns different ports. One call after another could find one port twice. */
    static List<Integer> find(int count) throws IOException {
        List<ServerSocket> bound = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                bound.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return bound.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : bound) {
                socket.close();
            }
        }
    }
}
