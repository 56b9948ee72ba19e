package io.sluice.offline.torture.security;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.apache.kafka.clients.admin.Admin;

/** What brokers demand of the pipelines. */
public interface ClientSecurity {
    /** Returns the value of {@code security.protocol}. */
    String protocol();

    /**
     * Returns the settings of a broker for the listener of the pipelines.
     *
     * @param listener the name of the listener, in upper case
     */
    Map<String, String> ofBroker(String listener);

    /** Returns the sockets of a proxy to which pipelines connect. */
    ServerSocketFactory proxyServers();

    /** Returns the sockets with which a proxy connects to brokers. */
    SocketFactory proxyClients();

    /**
     * Makes a user for a pipeline, with the permissions that it needs and no others. Brokers hear of it from their
     * controllers, a moment after this returns.
     *
     * @param admin may do everything
     * @param pipeline the properties of the pipeline; its {@code application.id} is the name of the user
     * @return further properties of the pipeline, by which it is this user
     */
    Map<String, String> admit(Admin admin, Map<String, String> pipeline)
            throws IOException, ExecutionException, InterruptedException;
}
