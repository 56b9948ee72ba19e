package io.sluice.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.function.Supplier;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Serves a pipeline's health and metrics over HTTP.
 *
 * <ul>
 *   <li>{@code /health/live}: 200, or 503 if the process needs a restart
 *   <li>{@code /health/ready}: 200, or 503 while the pipeline processes no events
 *   <li>{@code /metrics}: the registry in Prometheus' text format 0.0.4
 * </ul>
 *
 * <p>The health answers are JSON, for example {@code {"status": "ready", "state": "RUNNING"}}.
 */
public final class HttpEndpoint implements AutoCloseable {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    /** One acceptor, one selector, a reserved thread and workers. Scrapes and probes are rare, so this is enough. */
    private static final int THREADS = 12;

    private final Supplier<Health> health;
    private final PrometheusMeterRegistry metrics;
    private final String url;
    private final Javalin server;

    private HttpEndpoint(
            String host, ServerSocketChannel bound, Supplier<Health> health, PrometheusMeterRegistry metrics) {
        this.health = health;
        this.metrics = metrics;
        this.url = url(host, bound.socket().getLocalPort());
        this.server = Javalin.create(config -> configure(config, bound));
    }

    /**
     * Starts an endpoint that listens on a host and port.
     *
     * @param port a port, or 0 for any free port
     * @param health called at each health request, by several threads
     * @throws ListenException if the port is in use, the host is unknown or the host is not this machine
     */
    public static HttpEndpoint start(String host, int port, Supplier<Health> health, PrometheusMeterRegistry metrics) {
        HttpEndpoint endpoint = new HttpEndpoint(host, bind(host, port), health, metrics);
        endpoint.server.start();
        return endpoint;
    }

    /** Returns the endpoint's address, for example {@code http://127.0.0.1:8080}. */
    public String url() {
        return url;
    }

    @Override
    public void close() {
        server.stop();
    }

    /** Binds the port here, because the server would also log a failure. */
    private static ServerSocketChannel bind(String host, int port) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new ListenException(message(host, port, "no such host"));
        }
        try {
            return bind(address);
        } catch (BindException e) {
            throw new ListenException(message(host, port, "the port is in use, or the host is not this machine"), e);
        } catch (IOException e) {
            throw new ListenException(message(host, port, e.toString()), e);
        }
    }

    private static ServerSocketChannel bind(InetSocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            return channel.bind(address);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static String message(String host, int port, String found) {
        return "cannot serve HTTP on " + url(host, port) + ": " + found
                + "; choose another host or port, or port 0 for no HTTP";
    }

    private static String url(String host, int port) {
        String literal = host.contains(":") ? "[" + host + "]" : host;
        return "http://" + literal + ":" + port;
    }

    private void configure(JavalinConfig config, ServerSocketChannel bound) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.jetty.threadPool = threads();
        config.jetty.addConnector((jetty, http) -> connector(jetty, http, bound));
        config.routes.get("/health/live", this::live);
        config.routes.get("/health/ready", this::ready);
        config.routes.get("/metrics", this::metrics);
        config.routes.error(404, context -> answer(context, 404, object("not found")));
    }

    /** Returns daemon threads, so that the endpoint does not keep a finished process alive. */
    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("http");
        threads.setDaemon(true);
        return threads;
    }

    private static ServerConnector connector(Server jetty, HttpConfiguration http, ServerSocketChannel bound) {
        ServerConnector connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
        try {
            connector.open(bound);
            return connector;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void live(Context context) {
        boolean live = health.get().live();
        answer(context, live ? 200 : 503, object(live ? "live" : "not live"));
    }

    private void ready(Context context) {
        Health now = health.get();
        String status = now.ready() ? "ready" : "not ready";
        answer(context, now.ready() ? 200 : 503, object(status).put("state", now.state()));
    }

    private void metrics(Context context) {
        context.contentType(PROMETHEUS_TEXT).result(metrics.scrape());
    }

    private static void answer(Context context, int code, ObjectNode body) {
        context.status(code).contentType("application/json").result(body.toString());
    }

    private static ObjectNode object(String status) {
        return JsonNodeFactory.instance.objectNode().put("status", status);
    }
}
