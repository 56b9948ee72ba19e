package io.sluice.offline.torture.proxy;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** One end of a connection, in the hands of a test. No read waits longer than 10 s. */
final class Peer implements AutoCloseable {
    private static final int PATIENCE_MS = 10_000;

    private final Socket socket;
    private final DataInputStream in;

    Peer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MS);
        in = new DataInputStream(socket.getInputStream());
    }

    static Peer connect(FaultProxy proxy) throws IOException {
        return connect(proxy, 0);
    }

    static Peer connect(FaultProxy proxy, int broker) throws IOException {
        return new Peer(new Socket(InetAddress.getLoopbackAddress(), proxy.port(broker)));
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    byte[] read(int length) throws IOException {
        return in.readNBytes(length);
    }

    /** Reads until the other end closes the connection. */
    byte[] readToTheEnd() throws IOException {
        return in.readAllBytes();
    }

    /** Closes this end, as a program that dies does. */
    void hangUp() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
