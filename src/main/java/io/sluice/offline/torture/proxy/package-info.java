/**
 * A proxy between Kafka's clients and brokers that makes faults by type of request: errors, delays, and connections
 * that end before, in the middle of, or after a request.
 *
 * <p>Clients find brokers by the addresses that the brokers advertise. So each broker advertises the proxy's port to
 * clients, and brokers talk to each other through a listener of their own:
 *
 * <pre>{@code
 * FaultProxy proxy = FaultProxy.start(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 19092)));
 *
 * listeners=PLAINTEXT://127.0.0.1:19092,BROKERS://127.0.0.1:19093,CONTROLLER://127.0.0.1:19094
 * advertised.listeners=PLAINTEXT://127.0.0.1:<proxy.port(0)>,BROKERS://127.0.0.1:19093
 * inter.broker.listener.name=BROKERS
 * listener.security.protocol.map=PLAINTEXT:PLAINTEXT,BROKERS:PLAINTEXT,CONTROLLER:PLAINTEXT
 * }</pre>
 *
 * <p>Clients start from {@code proxy.bootstrapServers()}. A client that is to meet no faults has an id that the faults
 * leave out:
 *
 * <pre>{@code
 * Injection injection = proxy.inject(Fault.once(FaultTable.parse("end-txn:drop-response")));
 * proxy.inject(Fault.during(FaultTable.parse("produce:not-leader-or-follower"), Duration.ofSeconds(5))
 *         .withClientIds("sluice-.*"));
 * // later
 * injection.effects(); // empty if no such request came
 * }</pre>
 *
 * <p>{@link io.sluice.offline.torture.proxy.FaultTable#all} lists all faults. Types of the group protocol and of
 * transactions before version 2 meet requests only if the cluster uses them.
 */
@NullMarked
package io.sluice.offline.torture.proxy;

import org.jspecify.annotations.NullMarked;
