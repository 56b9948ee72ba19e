package io.sluice.offline.torture.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;

/** A port on loopback that stands for one broker. */
final class BrokerPort implements AutoCloseable {
    private static final int BACKLOG = 50;

    private final ServerSocket server;
    private final InetSocketAddress broker;
    private final Faults faults;
    private final SocketFactory towardsBroker;
    private final Map<Connection, Thread> connections = new ConcurrentHashMap<>();
    private final Thread acceptor;

    private BrokerPort(ServerSocket server, InetSocketAddress broker, Faults faults, SocketFactory towardsBroker) {
        this.server = server;
        this.broker = broker;
        this.faults = faults;
        this.towardsBroker = towardsBroker;
        this.acceptor = daemon(this::accept, "accept");
    }

    /** Takes a free port and starts to accept connections. */
    static BrokerPort open(
            InetSocketAddress broker, Faults faults, ServerSocketFactory towardsClients, SocketFactory towardsBroker) {
        try {
            ServerSocket server = towardsClients.createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
            BrokerPort port = new BrokerPort(server, broker, faults, towardsBroker);
            port.acceptor.start();
            return port;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the fault proxy found no free port on 127.0.0.1 for the broker " + broker
                            + "; end programs that hold many ports",
                    e);
        }
    }

    int number() {
        return server.getLocalPort();
    }

    private Thread daemon(Runnable task, String part) {
        Thread thread = new Thread(task, "fault-proxy-" + number() + "-" + part);
        thread.setDaemon(true);
        return thread;
    }

    private void accept() {
        try {
            for (int i = 0; ; i++) {
                carry(server.accept(), i);
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                throw new UncheckedIOException(
                        "the fault proxy on port " + number() + " accepts no more connections", e);
            }
        }
    }

    private void carry(Socket client, int number) throws IOException {
        Socket towards;
        try {
            towards = towardsBroker.createSocket();
        } catch (IOException e) {
            client.close(); // the client finds its connection closed, and tries again
            return;
        }
        Connection connection = new Connection(client, towards, broker, faults);
        Thread thread = daemon(
                () -> {
                    try {
                        connection.run();
                    } finally {
                        connections.remove(connection);
                    }
                },
                "connection-" + number);
        connections.put(connection, thread);
        thread.start();
    }

    /** Closes the port and all connections, and waits for the end of their threads. */
    @Override
    public void close() {
        try {
            server.close();
            acceptor.join();
            for (Map.Entry<Connection, Thread> connection :
                    Map.copyOf(connections).entrySet()) {
                connection.getKey().close();
                connection.getValue().join();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the fault proxy could not close its port " + number(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
