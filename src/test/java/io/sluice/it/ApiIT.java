package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.sluice.it.Instance.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The API of a running pipeline: of one instance, then of two, then under hostile requests. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ApiIT {
    private static final String ID = "api";
    private static final Path MODEL = Path.of("models/sensor-anomaly");
    private static final int CALM = 120;
    /** The model judges a key after 500 events. */
    private static final int JUDGED = 510;

    private static final int PARTITIONS = 4;
    private static final List<String> KEYS = List.of("pump", "plant 1/hall ü/50%?", "..", "a+b&c=d#e");

    @TempDir
    private static Path folder;

    private static BrokerFixture broker;
    private static Instance first;
    private static Instance second;
    private static long time = 1_700_000_000_000L;

    @BeforeAll
    static void start() throws IOException {
        broker = new BrokerFixture();
        Pipeline.createTopics(broker, PARTITIONS, ID);
        first = new Instance(MODEL, folder.resolve("first"), properties());
        assertThat(first.get("/api/status").json().path("state").asText()).isEqualTo("CREATED");
        assertThat(first.get(Instance.path("pump")).status()).isEqualTo(503);
        first.start();
        Awaitility.await().atMost(Instance.PATIENCE).until(first::isReady);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < JUDGED; i++) {
            time += 60_000;
            for (int key = 0; key < (i < CALM ? KEYS.size() : 1); key++) {
                records.add(record(KEYS.get(key), key % PARTITIONS, "{\"value\":" + (20 + i % 7) + "}"));
            }
        }
        records.add(record("pump", 0, "{\"value\":500}"));
        records.add(record("pump", 0, "{\"value\":\"five\"}"));
        broker.send(records);
        awaitStep("pump", JUDGED + 1);
        KEYS.subList(1, KEYS.size()).forEach(key -> awaitStep(key, CALM));
    }

    @AfterAll
    static void stop() {
        if (second != null) {
            second.close();
        }
        first.close();
        broker.close();
    }

    private static Map<String, String> properties() {
        Map<String, String> properties = Pipeline.properties(broker, ID);
        properties.put("session.timeout.ms", "6000");
        return properties;
    }

    /** Returns an event in a partition that its key does not decide: other producers partition otherwise. */
    private static ProducerRecord<byte[], byte[]> record(String key, int partition, String content) {
        String event = "{\"timestamp\":" + time + "," + content.substring(1);
        return new ProducerRecord<>(
                Pipeline.events(ID),
                partition,
                key.getBytes(StandardCharsets.UTF_8),
                event.getBytes(StandardCharsets.UTF_8));
    }

    private static void awaitStep(String key, long step) {
        Awaitility.await(key)
                .atMost(Instance.PATIENCE)
                .until(
                        () -> first.get(Instance.path(key)),
                        reply -> reply.json().path("step").asLong() == step);
    }

    @Test
    @Order(1)
    void theStatusSaysWhatThePipelineDoes() {
        JsonNode status = Awaitility.await()
                .atMost(Instance.PATIENCE)
                .until(
                        () -> first.get("/api/status").json(),
                        found -> found.path("partitions").size() == PARTITIONS
                                && found.path("keys").asInt() == KEYS.size());
        assertThat(status.path("state").asText()).isEqualTo("RUNNING");
        assertThat(status.at("/model/name").asText()).isEqualTo("sensor-anomaly");
        assertThat(status.at("/model/task").asText()).isEqualTo("anomaly");
        assertThat(status.path("incidents_open").asInt()).isEqualTo(1);
        assertThat(status.path("minute").size()).isPositive();
        assertThat(status.at("/rates/events").isNumber()).isTrue();
        assertThat(status.at("/latency_ms").has("p99")).isTrue();
        assertThat(status.at("/minute/0/incidents_open").isInt()).isTrue();
        assertThat(status.path("since_s").isInt()).isTrue();
        JsonNode pipeline = first.get("/api/pipeline").json();
        assertThat(pipeline.path("application_id").asText()).isEqualTo(ID);
        assertThat(pipeline.path("threshold").asDouble()).isBetween(0.01, 0.999);
        assertThat(pipeline.at("/topology/inputs/0").asText()).isEqualTo(Pipeline.events(ID));
        assertThat(pipeline.path("processing_guarantee").asText()).isEqualTo("exactly_once_v2");
        assertThat(pipeline.at("/model/trained_on/0/licence").asText()).isEqualTo("MIT");
    }

    @Test
    @Order(2)
    void keysAreListedAndFound() {
        JsonNode all = first.get("/api/keys?sort=score").json().path("keys");
        assertThat(all.findValuesAsText("key"))
                .containsExactlyInAnyOrderElementsOf(KEYS)
                .first()
                .isEqualTo("pump");
        assertThat(all.get(0).path("incident").asBoolean()).isTrue();
        JsonNode searched = first.get("/api/keys?search=HALL%20%C3%BC").json().path("keys");
        assertThat(searched.findValuesAsText("key")).containsExactly(KEYS.get(1));
        assertThat(first.get("/api/keys?limit=2&sort=activity").json().path("keys"))
                .hasSize(2);
        JsonNode course = first.get("/api/keys?sort=score&course=40").json().at("/keys/0/course");
        assertThat(course).hasSize(40);
        assertThat(course.get(39).asDouble()).isEqualTo(500);
    }

    @Test
    @Order(3)
    void aKeyOfAnyNameHasAStateAndASeries() {
        for (String key : KEYS) {
            JsonNode state = first.get(Instance.path(key)).json();
            assertThat(state.path("key").asText()).isEqualTo(key);
            assertThat(state.at("/state/bytes").asInt()).isPositive();
            assertThat(state.at("/state/norm").asDouble()).isPositive();
            assertThat(state.path("scorer").asText()).endsWith(".");
            JsonNode series =
                    first.get(Instance.path(key) + "/series?limit=5").json().path("events");
            assertThat(series).hasSize(5);
            assertThat(series.get(4).path("step")).isEqualTo(state.path("step"));
            assertThat(series.get(0).at("/event/value").isNumber()).isTrue();
            assertThat(series.get(0).at("/anomaly/expected/value").isNumber()).isTrue();
        }
    }

    @Test
    @Order(4)
    void whatIfIsWhatThePipelineThenPredictsAndChangesNothing() {
        String key = KEYS.get(1);
        JsonNode before = first.get(Instance.path(key)).json();
        time += 60_000;
        String events = "[{\"timestamp\":" + time + ",\"value\":23.5}, {\"timestamp\":" + (time + 60_000)
                + ", \"value\":77.25}]";
        Reply answer = first.post(Instance.path(key) + "/what-if?step=" + CALM, events);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(first.post(Instance.path(key) + "/what-if", events).body()).isEqualTo(answer.body());
        assertThat(first.get(Instance.path(key)).json()).isEqualTo(before);
        broker.send(List.of(record(key, 1, "{\"value\":23.5}")));
        time += 60_000;
        broker.send(List.of(record(key, 1, "{\"value\":77.25}")));
        awaitStep(key, CALM + 2);
        JsonNode series =
                first.get(Instance.path(key) + "/series?limit=2").json().path("events");
        for (int i = 0; i < 2; i++) {
            JsonNode predicted = answer.json().path("predictions").get(i);
            assertThat(predicted.path("anomaly")).isEqualTo(series.get(i).path("anomaly"));
            assertThat(predicted.path("step")).isEqualTo(series.get(i).path("step"));
            assertThat(predicted.path("timestamp")).isEqualTo(series.get(i).path("timestamp"));
        }
    }

    @Test
    @Order(5)
    void anExplanationNamesThePartsOfTheScore() {
        JsonNode answer = first.get(Instance.path("pump") + "/explain").json();
        assertThat(answer.at("/anomaly/incident/phase").asText()).isEqualTo("opened");
        assertThat(answer.at("/explain/text").asText()).startsWith("value is 500");
        assertThat(answer.at("/explain/channels/value/parts").size()).isPositive();
        double kept = answer.at("/gates/kept").asDouble();
        assertThat(kept)
                .isBetween(0.0, 1.0)
                .isEqualTo(1 - answer.at("/gates/replaced").asDouble(), within(1e-6));
    }

    @Test
    @Order(5)
    void aSeriesHasWhatWasUsualAndTheGatesOfItsEvents() {
        JsonNode plain =
                first.get(Instance.path("pump") + "/series?limit=600").json().path("events");
        JsonNode events = first.get(Instance.path("pump") + "/series?limit=600&explain=true")
                .json()
                .path("events");
        assertThat(events).hasSize(JUDGED + 1);
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).has("gates"))
                    .as("event %s of 511: from the checkpoint before the last 300 events, step 208", i)
                    .isEqualTo(i >= 207);
            JsonNode without = ((ObjectNode) events.get(i).deepCopy()).without(List.of("usual", "gates"));
            assertThat(without).isEqualTo(plain.get(i));
        }
        JsonNode last = events.get(events.size() - 1);
        JsonNode explanation = first.get(Instance.path("pump") + "/explain").json();
        assertThat(last.path("usual").path("value")).isEqualTo(explanation.at("/explain/channels/value/usual"));
        assertThat(last.path("gates")).isEqualTo(explanation.path("gates"));
        assertThat(last.at("/usual/value/to").asDouble()).isLessThan(500);
        assertAnswer(first.get(Instance.path("pump") + "/series?explain=1"), 400, "it must be true or false");
    }

    @Test
    @Order(6)
    void anEventInPlaceOfAnotherOneIsPredictedAsIfItHadCome() {
        String path = Instance.path("pump");
        JsonNode series = first.get(path + "/series?limit=40").json().path("events");
        JsonNode replaced = series.get(20);
        long step = replaced.path("step").asLong();
        JsonNode before = first.get(path).json();
        String question = path + "/what-if?instead=" + step + "&then=5&named=true&explain=true";
        String time = "\"timestamp\":\"" + replaced.path("timestamp").asText() + "\"";

        JsonNode same = first.post(question, "{" + time + ",\"value\":" + replaced.at("/event/value") + "}")
                .json()
                .path("predictions");
        JsonNode other =
                first.post(question, "{" + time + ",\"value\":90}").json().path("predictions");

        for (int i = 0; i < 6; i++) {
            assertThat(same.get(i).path("anomaly")).isEqualTo(series.get(20 + i).path("anomaly"));
            assertThat(same.get(i).path("step").asLong()).isEqualTo(step + i);
        }
        assertThat(same).hasSize(6);
        assertThat(same.get(0).path("gates").path("kept").asDouble()).isBetween(0.0, 1.0);
        assertThat(other.at("/0/explain/text").asText()).startsWith("value is 90");
        assertThat(other.at("/5/anomaly")).isNotEqualTo(same.at("/5/anomaly"));
        assertThat(first.get(path).json()).isEqualTo(before);
        first.post(path + "/what-if?instead=" + (JUDGED - 2), "");
        JsonNode young = first.get(path + "/series?limit=600").json().at("/events/1");
        assertThat(young.path("step").asLong()).isEqualTo(2);
        assertThat(first.post(path + "/what-if?instead=2", "").json().at("/predictions/0/anomaly"))
                .as("an event as it came, after questions that began at other states")
                .isEqualTo(young.path("anomaly"));
        assertAnswer(
                first.post(path + "/what-if?instead=9999", "{}"), 409, "the event of step 9999 cannot be replaced");
        assertAnswer(first.post(path + "/what-if?then=2", "{}"), 400, "then needs instead");
    }

    @Test
    @Order(6)
    void aSeriesCanBeginAfterAStep() {
        JsonNode all =
                first.get(Instance.path("pump") + "/series?limit=10").json().path("events");
        long step = all.get(6).path("step").asLong();
        JsonNode rest = first.get(Instance.path("pump") + "/series?limit=10&after=" + step)
                .json()
                .path("events");
        assertThat(rest).hasSize(3);
        assertThat(rest.get(0)).isEqualTo(all.get(7));
    }

    @Test
    @Order(6)
    void incidentsAndDeadLettersAreListed() {
        JsonNode incident =
                first.get("/api/incidents?limit=1").json().path("incidents").get(0);
        assertThat(incident.path("key").asText()).isEqualTo("pump");
        assertThat(incident.path("open").asBoolean()).isTrue();
        assertThat(incident.at("/explain/text").asText()).startsWith("value is 500");
        JsonNode letter =
                first.get("/api/dead-letters").json().path("dead_letters").get(0);
        assertThat(letter.path("reason").asText()).isEqualTo("bad-channel");
        assertThat(letter.path("key").asText()).isEqualTo("pump");
        assertThat(letter.path("value").asText()).contains("five");
        assertThat(letter.at("/source/partition").asInt()).isZero();
    }

    @Test
    @Order(7)
    void mistakesHaveClearAnswers() {
        String whatIf = Instance.path("pump") + "/what-if";
        assertAnswer(first.get(Instance.path("nobody")), 404, "no instance has a state of this key");
        assertAnswer(first.get("/api/keys?limit=0"), 400, "limit is 0; it must be a whole number from 1 to 1000");
        assertAnswer(first.get("/api/keys?sort=size"), 400, "sort is size; it must be score, activity or recent");
        assertAnswer(first.get("/api/nothing"), 404, "");
        assertAnswer(first.get(whatIf), 404, "");
        assertAnswer(first.post(whatIf + "?step=7", "{\"value\":1}"), 409, "the key is at step");
        assertAnswer(first.post(whatIf, ""), 400, "the body is empty");
        Reply malformed = first.post(whatIf, "[{\"value\":1},{\"value\":true}]");
        assertAnswer(malformed, 400, "the event would go to the dead letters");
        assertThat(malformed.json().path("reason").asText()).isEqualTo("bad-channel");
        assertThat(malformed.json().path("event").asInt()).isEqualTo(1);
        assertAnswer(first.post(whatIf, "[" + "{},".repeat(1000) + "{}]"), 413, "at most 1000");
        assertThat(first.post(whatIf, "x".repeat((1 << 20) + 1)).status()).isEqualTo(413);
        assertAnswer(first.get("/api/events"), 406, "Accept: text/event-stream");
    }

    private static void assertAnswer(Reply reply, int status, String message) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.json().path("error").asText()).contains(message);
        assertThat(reply.response().headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @Test
    @Order(7)
    void theDocumentDescribesEachAnswer() throws IOException {
        JsonNode document = first.get("/api/openapi.json").json();
        Map<String, Reply> answers = Map.of(
                "Status", first.get("/api/status"),
                "Pipeline", first.get("/api/pipeline"),
                "Keys", first.get("/api/keys?course=40"),
                "KeyState", first.get(Instance.path("pump")),
                "Series", first.get(Instance.path("pump") + "/series?explain=true"),
                "Explanation", first.get(Instance.path("pump") + "/explain"),
                "WhatIf", first.post(Instance.path("pump") + "/what-if", "{\"value\":1}"),
                "Incidents", first.get("/api/incidents"),
                "DeadLetters", first.get("/api/dead-letters"),
                "Error", first.get(Instance.path("nobody")));
        answers.forEach((name, reply) -> {
            ObjectNode schema = ((ObjectNode) document.deepCopy()).retain("components");
            schema.put("$ref", "#/components/schemas/" + name).put("unevaluatedProperties", false);
            assertThat(JsonSchemaFactory.getInstance(VersionFlag.V202012)
                            .getSchema(schema)
                            .validate(reply.json()))
                    .as(name)
                    .isEmpty();
        });
    }

    @Test
    @Order(8)
    void aReaderFollowsTheEventsOfAKey() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(first.url() + "/api/events?key=pump"))
                .header("Accept", "text/event-stream")
                .build();
        HttpResponse<InputStream> stream =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            awaitLine(lines, "event: status");
            time += 60_000;
            broker.send(List.of(record("pump", 0, "{\"value\":21}"), record("..", 2, "{\"value\":21}")));
            awaitLine(lines, "event: prediction");
            assertThat(awaitLine(lines, "data:")).contains("\"key\":\"pump\"").contains("\"value\":21.0");
        }
    }

    private static String awaitLine(BufferedReader lines, String start) throws IOException {
        String line = lines.readLine();
        while (!line.startsWith(start)) {
            line = lines.readLine();
        }
        return line;
    }

    @Test
    @Order(9)
    void hostileRequestsLoseNoEventAndThePageComesBack() throws IOException {
        int events = 2000;
        List<Socket> idle = new ArrayList<>();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            time += 1000;
            records.add(record("load-" + i % 10, i % 10 % PARTITIONS, "{\"value\":" + i % 9 + "}"));
        }
        broker.awaitConsumed(ID, Instance.PATIENCE, Pipeline.events(ID));
        int before = broker.read(Pipeline.predictions(ID)).size();
        try {
            for (int i = 0; i < 100; i++) {
                idle.add(request("GET /api/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"));
                idle.add(request(
                        "POST /api/keys/pump/what-if HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n{"));
            }
            broker.send(records);
            for (int i = 0; i < 300; i++) {
                first.get("/api/keys/%2e%2e%2fetc?limit=" + "9".repeat(i));
                request("GET /%ff%zz HTTP/1.1\r\nHost: evil.example\r\n\r\n").close();
                request("\u0000\u0001nonsense " + "x".repeat(100 * i) + "\r\n\r\n")
                        .close();
            }
            broker.await(Pipeline.predictions(ID), before + events, Instance.PATIENCE);
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
        Awaitility.await()
                .atMost(Instance.PATIENCE)
                .until(() -> first.get("/api/status").status() == 200);
        Awaitility.await()
                .atMost(Instance.PATIENCE)
                .until(() ->
                        first.get(Instance.path("load-1")).json().path("step").asInt() == events / 10);
        assertThat(broker.read(Pipeline.predictions(ID)).size()).isEqualTo(before + events);
    }

    private static Socket request(String text) throws IOException {
        URI url = URI.create(first.url());
        Socket socket = new Socket(url.getHost(), url.getPort());
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            socket.close(); // the endpoint has refused it already
        }
        return socket;
    }

    @Test
    @Order(9)
    void readersThatGoAtOnceTakeNoPlaceForGood() throws IOException {
        for (int i = 0; i < 100; i++) {
            Socket socket = request("GET /api/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");
            socket.setSoLinger(true, 0);
            socket.close();
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(first.url() + "/api/events"))
                .header("Accept", "text/event-stream")
                .build();
        HttpClient client = HttpClient.newHttpClient();
        Awaitility.await().atMost(Instance.PATIENCE).until(() -> {
            HttpResponse<InputStream> stream = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            stream.body().close();
            return stream.statusCode() == 200;
        });
        Awaitility.await("threads of readers that have gone")
                .atMost(Instance.PATIENCE)
                .until(() -> threadsAtWork("JavalinDefaultAsyncThreadPool") == 0);
    }

    /** A handler that fails for a reader that has gone must not be called again and again. */
    private static long threadsAtWork(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains(name))
                .filter(thread -> thread.getState() == Thread.State.RUNNABLE)
                .count();
    }

    @Test
    @Order(10)
    void anotherInstanceAnswersForTheKeysThatItHas() throws IOException {
        Map<String, JsonNode> before = new HashMap<>();
        KEYS.forEach(key -> before.put(key, withoutInstance(first.get(Instance.path(key)))));
        second = new Instance(MODEL, folder.resolve("second"), properties());
        second.start();
        Set<Integer> statuses = new HashSet<>();
        Awaitility.await().atMost(Instance.PATIENCE).until(() -> {
            KEYS.forEach(key -> statuses.add(second.get(Instance.path(key)).status()));
            return second.isReady() && first.isReady() && first.partitions() == 2 && second.partitions() == 2;
        });
        assertThat(statuses).isSubsetOf(200, 503).contains(200);
        Set<String> owners = new HashSet<>();
        for (String key : KEYS) {
            for (Instance asked : List.of(first, second)) {
                Reply reply = asked.get(Instance.path(key));
                assertThat(reply.status()).as(reply.body()).isEqualTo(200);
                assertThat(withoutInstance(reply)).isEqualTo(before.get(key));
                owners.add(reply.json().path("instance").asText());
                Reply whatIf = asked.post(Instance.path(key) + "/what-if", "{\"value\":1}");
                assertThat(whatIf.status()).as(whatIf.body()).isEqualTo(200);
            }
        }
        assertThat(owners).hasSize(2);
        assertThat(second.get(Instance.path("nobody")).status()).isEqualTo(404);
        String moved = KEYS.stream()
                .filter(key -> first.get(Instance.path(key))
                        .json()
                        .path("instance")
                        .asText()
                        .equals(owner(second)))
                .findFirst()
                .orElseThrow();
        assertAnswer(first.get(Instance.path(moved) + "/explain"), 409, "does not keep the latest event of the key");
        assertThat(first.get(Instance.path(moved) + "/series")
                        .json()
                        .path("note")
                        .asText())
                .contains("keeps no event of the key");
        for (int key = 0; key < KEYS.size(); key++) {
            broker.send(List.of(record(KEYS.get(key), key % PARTITIONS, "{\"value\":21}")));
        }
        Awaitility.await().atMost(Instance.PATIENCE).untilAsserted(() -> {
            JsonNode keys = second.get("/api/keys").json().path("keys");
            assertThat(keys.findValuesAsText("key")).containsAll(KEYS);
            assertThat(keys).as("with its new instance").allSatisfy(key -> assertThat(instanceOf(key))
                    .isEqualTo(instanceOf(
                            first.get(Instance.path(key.path("key").asText())).json())));
        });
    }

    private static String instanceOf(JsonNode answer) {
        return answer.path("instance").asText();
    }

    private static String owner(Instance instance) {
        return instance.url().substring("http://".length());
    }

    private static JsonNode withoutInstance(Reply reply) {
        return ((ObjectNode) reply.json()).without(List.of("instance", "scorer")); // both depend on the instance
    }
}
