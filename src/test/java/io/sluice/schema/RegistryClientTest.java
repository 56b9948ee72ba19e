package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers whose headers come and whose body does not end as it should. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class RegistryClientTest {
    private final CountDownLatch ended = new CountDownLatch(1);
    private HttpServer server;

    @AfterEach
    void stop() {
        ended.countDown();
        server.stop(0);
    }

    private RegistryClient client(Duration timeLimit, HttpHandler answer) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", answer);
        server.start();
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new RegistryClient(new RegistrySettings(List.of(url), "s", null, null), timeLimit);
    }

    @Test
    void aBodyThatDoesNotEndIsNotWaitedFor() throws IOException {
        RegistryClient client = client(Duration.ofMillis(500), exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThatThrownBy(() -> client.schema(1))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("does not answer (no whole answer within 500 ms)");
    }

    @Test
    void aHugeBodyIsNotRead() throws IOException {
        RegistryClient client = client(Duration.ofSeconds(30), exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
                for (int i = 0; i < 17; i++) {
                    body.write(blanks);
                }
            }
        });
        assertThatThrownBy(() -> client.schema(1))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("the answer has more than 16777216 bytes");
    }
}
