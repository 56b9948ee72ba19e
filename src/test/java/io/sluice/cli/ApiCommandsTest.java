package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that ask a pipeline, against a server with answers of the real one. */
class ApiCommandsTest {
    private static final String KEY = "plant 1/pump";
    private static final String PATH = "/api/keys/plant%201%2Fpump";
    private static final String STATE = """
            {"key":"plant 1/pump","instance":"127.0.0.1:8080","step":104,"last_event":"2026-03-02T10:54:59.000Z",\
            "partition":3,"silent":false,"scorer":"No incident is open. Events are judged.",\
            "state":{"bytes":1608,"scorer_bytes":1132,"fingerprint":"d7","norm":663.2563383059218}}""";
    private static final String SERIES = """
            {"key":"plant 1/pump","instance":"127.0.0.1:8080","events":[{"timestamp":"2026-03-02T10:54:59.000Z",\
            "step":104,"anomaly":{"score":0.7,"alert":true,"expected":{"value":102.5}},"event":{"value":112.72}}]}""";
    private static final String EXPLANATION = """
            {"key":"plant 1/pump","timestamp":"2026-03-02T10:54:59.000Z","step":104,"event":{"value":112.72},\
            "explain":{"text":"value is 112.7.","channels":{"value":{"contribution":1.0,"parts":{"shape":1.5}}}},\
            "gates":{"replaced":0.25,"kept":0.75}}""";

    @TempDir
    private Path folder;

    private final Map<String, String> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private int status = 200;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        answers.put(PATH, STATE);
        answers.put(PATH + "/series?limit=10", SERIES);
        answers.put(PATH + "/explain", EXPLANATION);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(exchange.getRequestMethod() + " " + path + " "
                + exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
        byte[] answer = answers.getOrDefault(path, "nothing").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private record Run(int code, String out, String errors) {}

    private Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter errors = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", "http://127.0.0.1:" + server.getAddress().getPort() + "/"));
        int code = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(errors))
                .execute(all.toArray(String[]::new));
        return new Run(code, out.toString(), errors.toString());
    }

    @Test
    void queryPrintsStateAndEvents() {
        Run run = run("query", KEY);
        assertThat(run.code).as(run.errors).isZero();
        assertThat(run.out.lines())
                .containsExactly(
                        "key       plant 1/pump",
                        "step      104, last event 2026-03-02T10:54:59.000Z",
                        "scorer    No incident is open. Events are judged.",
                        "state     1,608 bytes, norm 663.3",
                        "instance  127.0.0.1:8080, partition 3",
                        "2026-03-02T10:54:59.000Z  {\"value\":112.72}  score 0.7, expected {\"value\":102.5}, ALERT");
    }

    @Test
    void queryPrintsTheAnswersOfTheApiIfAsked() {
        assertThat(run("query", KEY, "--json").out.lines()).hasSize(2).first().isEqualTo(STATE);
    }

    @Test
    void explainPrintsReasonsAndGates() {
        Run run = run("explain", KEY);
        assertThat(run.code).as(run.errors).isZero();
        assertThat(run.out.lines())
                .containsExactly(
                        "plant 1/pump, step 104, 2026-03-02T10:54:59.000Z: {\"value\":112.72}",
                        "value is 112.7.",
                        "value                      1.0000  ##########",
                        "  shape                    1.5000",
                        "gate replaced              0.2500  ###.......",
                        "gate kept                  0.7500  ########..");
    }

    @Test
    void whatIfSendsTheLinesAsTheyAre() throws IOException {
        answers.put(PATH + "/what-if?step=104", "{\"predictions\":[{\"step\":105},{\"step\":106}]}");
        Path events = Files.writeString(folder.resolve("events.jsonl"), "{\"value\": 1.50}\n\n{\"value\":2}\n");
        Run run = run("what-if", KEY, events.toString(), "--step", "104");
        assertThat(run.code).as(run.errors).isZero();
        assertThat(run.out.lines()).containsExactly("{\"step\":105}", "{\"step\":106}");
        assertThat(asked).containsExactly("POST " + PATH + "/what-if?step=104 null [{\"value\": 1.50},{\"value\":2}]");
    }

    @Test
    void theTokenComesFromAFile() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "0123456789abcdef\n");
        run("explain", KEY, "--token-file", token.toString());
        assertThat(asked).containsExactly("GET " + PATH + "/explain Bearer 0123456789abcdef ");
    }

    @Test
    void aRefusalIsOneLine() throws IOException {
        status = 404;
        answers.put(PATH, "{\"error\":\"no instance has a state of this key\"}");
        assertThat(run("query", KEY)).isEqualTo(new Run(1, "", "sluice: no instance has a state of this key\n"));
        status = 400;
        answers.put(PATH + "/what-if", "{\"error\":\"the event would go to the dead letters: /value is a string\"}");
        Path events = Files.writeString(folder.resolve("events.jsonl"), "{\"value\":\"x\"}");
        assertThat(run("what-if", KEY, events.toString())).isEqualTo(new Run(2, "", """
                        sluice what-if: the event would go to the dead letters: /value is a string
                        See sluice what-if --help
                        """));
    }

    @Test
    void aMissingTokenNamesTheOption() throws IOException {
        status = 401;
        assertThat(run("query", KEY).errors)
                .contains("asks for the token of sluice.http.token; give a file with it (--token-file)")
                .hasLineCount(1);
        Path token = Files.writeString(folder.resolve("token"), "another-token-1234\n");
        assertThat(run("query", KEY, "--token-file", token.toString()).errors)
                .contains("has another token of sluice.http.token than the one given by --token-file " + token)
                .doesNotContain("another-token");
    }

    @Test
    void anotherProgramAtTheAddressIsNamed() {
        assertThat(run("query", "other").errors).contains("without a reason; another program may listen there");
    }

    @Test
    void nobodyAtTheAddressIsNamed() {
        server.stop(0);
        Run run = run("query", KEY);
        assertThat(run.code).isEqualTo(1);
        assertThat(run.errors)
                .contains("no pipeline answers at http://127.0.0.1:")
                .hasLineCount(1);
    }

    @Test
    void mistakesInTheArgumentsAreNamed() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.jsonl"), "\n");
        assertThat(run("what-if", KEY, empty.toString()).errors).contains("has no event");
        assertThat(run("what-if", KEY, folder.resolve("absent").toString()).code)
                .isEqualTo(2);
        assertThat(run("explain", KEY, "--token-file", folder.resolve("absent").toString()).errors)
                .contains("--token-file")
                .contains("cannot be read");
    }
}
