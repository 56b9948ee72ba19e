package io.sluice.schema;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A small schema registry over HTTP that can refuse, fail, and stop and start again on its port. */
public final class StubRegistry implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LATEST = "/versions/latest";

    private final Map<Integer, ObjectNode> byId = new ConcurrentHashMap<>();
    private final Map<String, List<ObjectNode>> bySubject = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile int failure;
    private volatile int failureOfIds;
    private volatile String authorization = "";
    private final HttpsConfigurator tls;
    private HttpServer server;
    private final int port;

    public StubRegistry() {
        this(null);
    }

    /** @param configurator the TLS of an https address; null for an http address */
    public StubRegistry(HttpsConfigurator configurator) {
        tls = configurator;
        server = start(0);
        port = server.getAddress().getPort();
    }

    private HttpServer start(int onPort) {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort);
            HttpServer started = tls == null ? HttpServer.create(address, 0) : https(address);
            started.createContext("/", this::answer);
            started.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpServer https(InetSocketAddress address) throws IOException {
        HttpsServer created = HttpsServer.create(address, 0);
        created.setHttpsConfigurator(tls);
        return created;
    }

    public URI url() {
        return URI.create((tls == null ? "http" : "https") + "://127.0.0.1:" + port);
    }

    /** The paths that were asked for so far. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Registers a new version of a subject and returns its id. */
    public int register(String subject, SchemaType type, String text) {
        return register(subject, type, text, List.of());
    }

    /** Registers a schema that refers to the first versions of other subjects, each by its own name. */
    public int register(String subject, SchemaType type, String text, List<String> references) {
        int id = byId.size() + 1;
        ObjectNode schema = JSON.createObjectNode().put("schema", text);
        if (type != SchemaType.AVRO) { // as registries do
            schema.put("schemaType", type.name());
        }
        ArrayNode imports = JSON.createArrayNode();
        references.forEach(name ->
                imports.addObject().put("name", name).put("subject", name).put("version", 1));
        if (!references.isEmpty()) {
            schema.set("references", imports);
        }
        byId.put(id, schema);
        List<ObjectNode> versions = bySubject.computeIfAbsent(subject, unused -> new CopyOnWriteArrayList<>());
        versions.add(schema.deepCopy().put("subject", subject).put("id", id).put("version", versions.size() + 1));
        return id;
    }

    /** Answers with an HTTP status from now on; 0: answers well. */
    public void fail(int status) {
        failure = status;
    }

    /** Answers with an HTTP status from now on if a schema is asked for by its id; 0: answers well. */
    public void failIds(int status) {
        failureOfIds = status;
    }

    /** Demands a value of the header Authorization. */
    public void demand(String header) {
        authorization = header;
    }

    public void stop() {
        server.stop(0);
    }

    public void startAgain() {
        server = start(port);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        requests.add(path);
        if (failure != 0) {
            send(exchange, failure, "out of order");
        } else if (failureOfIds != 0 && path.startsWith("/schemas/ids/")) {
            send(exchange, failureOfIds, "{}");
        } else if (!authorization.isEmpty()
                && !authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 401, "{\"error_code\":40101}");
        } else {
            ObjectNode found = find(path);
            if (found == null) {
                send(exchange, 404, "{\"error_code\":" + (path.startsWith("/schemas") ? 40403 : 40401) + "}");
            } else {
                send(exchange, 200, found.toString());
            }
        }
    }

    private ObjectNode find(String path) {
        if (path.startsWith("/schemas/ids/")) {
            return byId.get(Integer.parseInt(path.substring("/schemas/ids/".length())));
        }
        int end = path.indexOf("/versions/");
        String subject = URLDecoder.decode(path.substring("/subjects/".length(), end), StandardCharsets.UTF_8);
        List<ObjectNode> versions = bySubject.getOrDefault(subject, new ArrayList<>());
        if (versions.isEmpty()) {
            return null;
        }
        return path.endsWith(LATEST)
                ? versions.get(versions.size() - 1)
                : versions.get(Integer.parseInt(path.substring(end + "/versions/".length())) - 1);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Puts a schema id before encoded data, as clients of a registry do. */
    public static byte[] framed(int id, byte[] data) {
        return ByteBuffer.allocate(5 + data.length)
                .put((byte) 0)
                .putInt(id)
                .put(data)
                .array();
    }

    @Override
    public void close() {
        stop();
    }
}
