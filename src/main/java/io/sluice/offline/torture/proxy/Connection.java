package io.sluice.offline.torture.proxy;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/**
 * A connection of a client, and the one that the proxy makes to the broker for it. One thread carries requests, another
 * one responses. A fault waits until the client has the responses to its earlier requests, as a broker handles one
 * request of a connection at a time. So responses keep their order, and one thread at a time writes to the client.
 */
final class Connection implements Runnable, AutoCloseable {
    private static final int CONNECT_TIMEOUT_MS = 10_000;
    private static final int LINGER_SECONDS = 1;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Socket client;
    private final Socket broker;
    private final InetSocketAddress address;
    private final Faults faults;
    private final Unanswered unanswered = new Unanswered();

    /** @param broker a socket that is not connected yet */
    Connection(Socket client, Socket broker, InetSocketAddress address, Faults faults) {
        this.client = client;
        this.broker = broker;
        this.address = address;
        this.faults = faults;
    }

    /** Carries requests and responses until the client, the broker, a fault or the proxy closes the connection. */
    @Override
    public void run() {
        try {
            connect();
            Thread responses =
                    new Thread(this::carryResponses, Thread.currentThread().getName() + "-responses");
            responses.setDaemon(true);
            responses.start();
            carryRequests();
            responses.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    private void connect() {
        try {
            prepare(client);
            prepare(broker);
            broker.connect(address, CONNECT_TIMEOUT_MS);
        } catch (IOException e) {
            close(); // A broker that is down refuses connections. So the client finds its own closed.
        }
    }

    /** Closing a TLS socket sends a last message, and would wait for ever for a peer that does not read. */
    private static void prepare(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        if (socket instanceof SSLSocket) {
            socket.setSoLinger(true, LINGER_SECONDS);
        }
    }

    private void carryRequests() throws InterruptedException {
        try {
            DataInputStream in = input(client);
            while (carryRequest(Frame.read(in))) {}
        } catch (IOException e) {
            // The client or the broker closed the connection. Closing the other end passes that on.
        } finally {
            close();
        }
    }

    private void carryResponses() {
        try {
            DataInputStream in = input(broker);
            while (carryResponse(Frame.read(in))) {}
        } catch (IOException e) {
            // The client or the broker closed the connection. Closing the other end passes that on.
        } finally {
            close();
        }
    }

    private static DataInputStream input(Socket socket) throws IOException {
        return new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES));
    }

    /** Carries or disturbs a request. Returns false if that ends the connection. */
    private boolean carryRequest(Frame frame) throws IOException, InterruptedException {
        Optional<Request> request = Request.of(frame);
        request.ifPresent(faults::count);
        if (!request.map(Request::expectsResponse).orElse(true)) {
            frame.write(broker.getOutputStream());
            return true;
        }
        Optional<Claim> claim = request.flatMap(faults::meet);
        return claim.isEmpty() ? forward(frame, Optional.empty()) : disturb(frame, claim.get());
    }

    private boolean disturb(Frame frame, Claim claim) throws IOException, InterruptedException {
        if (!unanswered.awaitNone()) {
            claim.giveBack();
            return false;
        }
        return switch (claim.kind()) {
            case ERROR -> answer(claim);
            case DELAY -> forwardLate(frame, claim);
            case DROP_REQUEST -> end(claim);
            case CUT_REQUEST -> {
                frame.writeHalf(broker.getOutputStream());
                yield end(claim);
            }
            case DROP_RESPONSE, CUT_RESPONSE -> forward(frame, Optional.of(claim));
        };
    }

    private boolean answer(Claim claim) throws IOException {
        claim.request().errorResponse(claim.error()).write(client.getOutputStream());
        claim.tookEffect();
        return true;
    }

    private boolean forwardLate(Frame frame, Claim claim) throws IOException, InterruptedException {
        if (!unanswered.pause(claim.fault().delay())) {
            claim.giveBack();
            return false;
        }
        claim.tookEffect();
        return forward(frame, Optional.empty());
    }

    private boolean forward(Frame frame, Optional<Claim> claim) throws IOException {
        if (!unanswered.add(claim)) {
            claim.ifPresent(Claim::giveBack);
            return false;
        }
        frame.write(broker.getOutputStream());
        return true;
    }

    /** Counts the effect before the client can notice it. */
    private static boolean end(Claim claim) {
        claim.tookEffect();
        return false;
    }

    /** Carries, drops or cuts a response. Returns false if that ends the connection. */
    private boolean carryResponse(Frame frame) throws IOException {
        Optional<Claim> claim = unanswered.next();
        if (claim.isPresent()) {
            unanswered.remove(); // so that closing does not give it back
            if (claim.get().kind() == Disturbance.CUT_RESPONSE) {
                frame.writeHalf(client.getOutputStream());
            }
            return end(claim.get());
        }
        frame.write(client.getOutputStream());
        unanswered.remove();
        return true;
    }

    /** Closes both ends. */
    @Override
    public void close() {
        unanswered.end();
        try (client) {
            broker.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the fault proxy could not close a connection to " + address, e);
        }
    }
}
