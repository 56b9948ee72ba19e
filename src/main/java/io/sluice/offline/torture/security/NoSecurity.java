package io.sluice.offline.torture.security;

import java.util.Map;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.apache.kafka.clients.admin.Admin;

/** Brokers that serve everyone, without TLS. */
public final class NoSecurity implements ClientSecurity {
    @Override
    public String protocol() {
        return "PLAINTEXT";
    }

    @Override
    public Map<String, String> ofBroker(String listener) {
        return Map.of();
    }

    @Override
    public ServerSocketFactory proxyServers() {
        return ServerSocketFactory.getDefault();
    }

    @Override
    public SocketFactory proxyClients() {
        return SocketFactory.getDefault();
    }

    @Override
    public Map<String, String> admit(Admin admin, Map<String, String> pipeline) {
        return Map.of();
    }
}
