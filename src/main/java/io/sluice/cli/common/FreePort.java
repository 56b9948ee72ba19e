package io.sluice.cli.common;

import io.sluice.Internal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Finds ports on loopback for programs that need to know theirs before they start. */
@Internal
public final class FreePort {
    private FreePort() {}

    /** Returns a port that no program uses now. */
    public static int find() throws IOException {
        return find(1).get(0);
    }

    /** Returns different ports. One call after another could find one port twice. */
    public static List<Integer> find(int count) throws IOException {
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
