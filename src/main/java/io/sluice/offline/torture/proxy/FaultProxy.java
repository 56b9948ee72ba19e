package io.sluice.offline.torture.proxy;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * A proxy between clients and the brokers of a cluster that makes faults. It listens on one port of loopback for each
 * broker, and each broker must advertise its port to clients. Everything without a fault passes byte for byte.
 *
 * <p>The ports stay open while a broker is down; a client then finds its connection closed. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
    private final Faults faults;
    private final List<BrokerPort> ports;

    private FaultProxy(Faults faults, List<BrokerPort> ports) {
        this.faults = faults;
        this.ports = ports;
    }

    /**
     * Starts a proxy on free ports. The brokers need not run yet.
     *
     * @param brokers the addresses on which the brokers listen for clients
     */
    public static FaultProxy start(List<InetSocketAddress> brokers) {
        return start(brokers, ServerSocketFactory.getDefault(), SocketFactory.getDefault());
    }

    /**
     * Starts a proxy on free ports, with sockets of some kind. With TLS, the proxy has the broker's certificate, so
     * that it reads what clients send.
     *
     * @param brokers the addresses on which the brokers listen for clients
     * @param towardsClients makes the sockets to which clients connect
     * @param towardsBrokers makes the sockets that connect to brokers
     */
    public static FaultProxy start(
            List<InetSocketAddress> brokers, ServerSocketFactory towardsClients, SocketFactory towardsBrokers) {
        Faults faults = new Faults();
        return new FaultProxy(
                faults,
                brokers.stream()
                        .map(broker -> BrokerPort.open(broker, faults, towardsClients, towardsBrokers))
                        .toList());
    }

    /**
     * Returns the port on 127.0.0.1 that stands for a broker.
     *
     * @param broker the place of the broker in the list that the proxy was started with
     */
    public int port(int broker) {
        return ports.get(broker).number();
    }

    /** Returns the value of {@code bootstrap.servers} for clients that are to meet faults. */
    public String bootstrapServers() {
        return ports.stream().map(port -> "127.0.0.1:" + port.number()).collect(Collectors.joining(","));
    }

    /** Starts a fault. It meets requests at every broker; of two faults that meet a request, the older one happens. */
    public Injection inject(Fault fault) {
        return faults.inject(fault);
    }

    /** Returns all faults since the start, in their order. One without an effect has met no request. */
    public List<Injection> injections() {
        return faults.injections();
    }

    /** Returns the number of requests since the start, by type. */
    public Map<ApiKeys, Long> requests() {
        return faults.requests();
    }

    /** Closes all ports and connections. No thread of the proxy runs when this returns. */
    @Override
    public void close() {
        ports.forEach(BrokerPort::close);
    }
}
