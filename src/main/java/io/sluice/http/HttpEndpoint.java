package io.sluice.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.ExceptionHandler;
import io.javalin.http.HttpResponseException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.live.WhatIf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.function.Supplier;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a pipeline's health, metrics, API and page over HTTP.
 *
 * <ul>
 *   <li>{@code /}: the page, for people
 *   <li>{@code /api}: see {@link Api}
 *   <li>{@code /login}, {@code /logout}: see {@link Login}
 *   <li>{@code /health/live}: 200, or 503 if the process needs a restart
 *   <li>{@code /health/ready}: 200, or 503 while the pipeline processes no events
 *   <li>{@code /metrics}: the registry in Prometheus' text format 0.0.4
 * </ul>
 *
 * <p>The health answers are JSON, for example {@code {"status": "ready", "state": "RUNNING"}}.
 */
public final class HttpEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    /**
     * One acceptor, one selector, a reserved thread, workers for the API and its logins, for an upstream, and four for
     * the rest.
     */
    private static final int THREADS = 3
            + 2 * (Api.AT_ONCE + 2 * Api.QUESTIONS_AT_ONCE + Login.AT_ONCE + SimulationApi.AT_ONCE)
            + Upstream.AT_ONCE
            + 4;

    private static final int MOST_CONNECTIONS = 512;
    private static final int MOST_BODY_BYTES = 1 << 20;
    private static final long IDLE_MILLIS = 20_000;
    private static final long LEAST_BYTES_PER_SECOND = 1000;

    /** A key in a path may have any characters, such as an encoded slash, dot or percent sign. */
    private static final UriCompliance ANY_KEY = UriCompliance.RFC3986.with(
            "any key",
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_PATH_SEGMENT,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS);

    private final HttpSettings settings;
    private final @Nullable Sessions sessions;
    private final WrongTokens wrongTokens;
    private final Access access;
    private final Page page;
    private final Supplier<Health> health;
    private final PrometheusMeterRegistry metrics;
    private final String url;
    private final Javalin server;
    private volatile @Nullable Api api;
    private volatile @Nullable Simulation simulation;
    private volatile @Nullable Upstream upstream;

    private HttpEndpoint(
            HttpSettings settings,
            ServerSocketChannel bound,
            Supplier<Health> health,
            PrometheusMeterRegistry metrics) {
        this.settings = settings;
        this.sessions = settings.token() == null ? null : new Sessions(settings.token(), System::currentTimeMillis);
        this.wrongTokens = new WrongTokens(metrics, System::currentTimeMillis);
        this.access = new Access(settings.host(), sessions, wrongTokens);
        this.page = new Page(access);
        this.health = health;
        this.metrics = metrics;
        this.url = url(settings.host(), bound.socket().getLocalPort());
        this.server = Javalin.create(config -> configure(config, bound));
    }

    /**
     * Starts an endpoint that listens on a host and port. It has no API until {@link #serve}.
     *
     * @param health called at each health request, by several threads
     * @throws ListenException if the port is in use, the host is unknown or the host is not this machine
     */
    public static HttpEndpoint start(HttpSettings settings, Supplier<Health> health, PrometheusMeterRegistry metrics) {
        HttpEndpoint endpoint = new HttpEndpoint(settings, bind(settings.host(), settings.port()), health, metrics);
        endpoint.server.start();
        return endpoint;
    }

    /** Serves what a simulation did, and lets people inject faults. */
    public void serve(Simulation simulated) {
        simulation = simulated;
    }

    /** Serves the API of a pipeline from now on. {@link #endApi} closes what the API needs of it. */
    public void serve(LivePipeline pipeline) {
        api = new Api(pipeline, settings);
    }

    /**
     * Passes requests on to a pipeline in another process from now on, but those for the page and the simulation.
     *
     * @param address the address of its endpoint, for example {@code http://127.0.0.1:8081}
     */
    public void passOn(String address) {
        upstream = new Upstream(address);
    }

    /** Returns the endpoint's address, for example {@code http://127.0.0.1:8080}. */
    public String url() {
        return url;
    }

    /** Ends the API, and waits for the question in work. Call this before the pipeline closes. */
    public void endApi() {
        Api current = api;
        api = null;
        if (current != null) {
            current.close();
        }
    }

    @Override
    public void close() {
        endApi();
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
        config.http.maxRequestSize = MOST_BODY_BYTES;
        config.jetty.modifyServer(jetty -> {
            jetty.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, jetty));
            jetty.setHandler(new MinimumDataRateHandler(LEAST_BYTES_PER_SECOND, 0));
        });
        config.jetty.modifyServletContextHandler(
                context -> context.getServletHandler().setDecodeAmbiguousURIs(true));
        config.jetty.addConnector((jetty, http) -> connector(jetty, http, bound));
        config.routes.get("/health/live", this::live);
        config.routes.get("/health/ready", this::ready);
        config.routes.get("/metrics", this::metrics);
        config.routes.before(HttpEndpoint::secure);
        config.routes.before("/api/*", access::require);
        Upstream.route(config, () -> upstream);
        config.routes.exception(ApiError.class, safely(HttpEndpoint::answer));
        config.routes.exception(HttpResponseException.class, safely(HttpEndpoint::refuse));
        config.routes.exception(
                WhatIf.ClosedException.class,
                safely((stopped, context) -> answer(new ApiError(503, "the pipeline stops"), context)));
        config.routes.exception(IOException.class, safely(HttpEndpoint::cutOff));
        config.routes.exception(Exception.class, safely(HttpEndpoint::fail));
        Api.route(config, this::api);
        new SimulationApi(() -> simulation).route(config);
        page.route(config);
        new Login(sessions, access, wrongTokens, System::currentTimeMillis).route(config);
        config.routes.error(404, this::notFound);
    }

    /** Returns daemon threads, so that the endpoint does not keep a finished process alive. */
    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("http");
        threads.setDaemon(true);
        return threads;
    }

    private static ServerConnector connector(Server jetty, HttpConfiguration http, ServerSocketChannel bound) {
        http.setSendServerVersion(false);
        http.setUriCompliance(ANY_KEY);
        ServerConnector connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
        try {
            connector.setIdleTimeout(IDLE_MILLIS);
            connector.open(bound);
            return connector;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Nothing of this endpoint may load, be framed by, or be read by another site. {@link Page} loads its own files.
     */
    private static void secure(Context context) {
        context.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Cache-Control", "no-store");
    }

    private Api api() {
        Api current = api;
        if (current == null) {
            throw new ApiError(503, "the pipeline starts; ask again");
        }
        return current;
    }

    /**
     * Returns a handler that does not throw. If a reader of events has gone, its response is gone, too, and cannot be
     * written. Javalin would call a handler that throws again, without end.
     */
    private static <E extends Exception> ExceptionHandler<E> safely(ExceptionHandler<E> handler) {
        return (failure, context) -> {
            try {
                handler.handle(failure, context);
            } catch (RuntimeException gone) {
                LOG.debug("a request has ended before its answer: {}", gone.toString(), failure);
            }
        };
    }

    private static void answer(ApiError error, Context context) {
        if (error.retryAfter() > 0) {
            context.header("Retry-After", Long.toString(error.retryAfter()));
        }
        answer(context, error.status(), error.body());
    }

    /** Answers what Javalin refuses, such as a body that is too large. */
    private static void refuse(HttpResponseException refusal, Context context) {
        answer(
                context,
                refusal.getStatus(),
                new ApiError(refusal.getStatus(), String.valueOf(refusal.getMessage())).body());
    }

    /** Answers a client that went away or was too slow in the middle of its request. It is no fault of ours to log. */
    private static void cutOff(IOException failure, Context context) {
        answer(context, 400, new ApiError(400, "the request is incomplete").body());
    }

    private static void fail(Exception failure, Context context) {
        LOG.error("a request failed: {} {}", context.method(), context.path(), failure);
        answer(context, 500, new ApiError(500, "the request failed; the log says more").body());
    }

    /** Answers where no route is; a route that says itself what it did not find keeps its answer. */
    private void notFound(Context context) {
        if (context.result() == null
                || context.result().isEmpty()
                || !context.path().startsWith("/api/keys/")) {
            answer(context, 404, object("not found"));
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
