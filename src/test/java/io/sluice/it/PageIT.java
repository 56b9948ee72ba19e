package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.common.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/** The live page of a running pipeline in a real browser. It needs Debian's chromium and chromium-driver. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class PageIT {
    private static final String ID = "page";
    private static final int CALM = 150;
    private static final List<String> KEYS = List.of("pump-1", "pump-2", "plant 1/hall ü/50%?");

    @TempDir
    private static Path folder;

    private static BrokerFixture broker;
    private static Instance instance;
    private static Browser browser;
    private static long time = 1_700_000_000_000L;

    @BeforeAll
    static void start() throws IOException {
        Assumptions.assumeTrue(Browser.isInstalled(), "Debian's chromium and chromium-driver are not installed");
        broker = new BrokerFixture();
        Pipeline.createTopics(broker, 2, ID);
        instance = newInstance(FreePort.find());
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < CALM; i++) {
            for (String key : KEYS) {
                records.add(reading(key, 20 + i % 7));
            }
        }
        records.add(reading(KEYS.get(0), 500));
        KEYS.forEach(key -> records.add(reading(key, 21)));
        records.add(record(KEYS.get(1), "{\"value\":\"five\"}"));
        broker.send(records);
        KEYS.forEach(key -> Awaitility.await(key).atMost(Instance.PATIENCE).until(() -> step(key) >= CALM + 1));
        browser = new Browser();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (instance != null) {
            instance.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    @BeforeEach
    void firstView() {
        browser.open("about:blank");
        browser.open(instance.url() + "/");
        browser.await("#state", "running");
    }

    private static Instance newInstance(int port) throws IOException {
        Map<String, String> properties = Pipeline.properties(broker, ID);
        properties.put("sluice.scoring.silent.events", "100");
        Instance made = new Instance(Path.of("models/sensor-anomaly"), folder.resolve("state"), port, properties);
        made.start();
        Awaitility.await().atMost(Instance.PATIENCE).until(made::isReady);
        return made;
    }

    private static void send(String key, double value) {
        broker.send(List.of(reading(key, value)));
    }

    private static ProducerRecord<byte[], byte[]> reading(String key, double value) {
        time += 60_000;
        return record(key, "{\"timestamp\":" + time + ",\"value\":" + value + "}");
    }

    private static ProducerRecord<byte[], byte[]> record(String key, String event) {
        return new ProducerRecord<>(Pipeline.events(ID), bytes(key), bytes(event));
    }

    /** Returns the number of events of a key so far. */
    private static long step(String key) {
        return instance.get(Instance.path(key)).json().path("step").asLong();
    }

    private static void awaitKey(String key) {
        browser.await(".key .title strong", key);
        browser.await("the course of " + key, () -> !browser.text(".key .why").isEmpty());
    }

    @Test
    @Order(1)
    void theFirstLookShowsFiguresKeysAndTheMostAnomalousKey() {
        awaitKey(KEYS.get(0));
        assertThat(browser.texts(".tile .k"))
                .containsExactly(
                        "Events a second", "Latency p99", "Lag", "Rows a model call", "Incidents open", "Dead letters");
        assertThat(browser.texts(".keys .name")).containsExactlyInAnyOrderElementsOf(KEYS);
        browser.await(".key .tag", "incident open, ");
        assertThat(browser.script("return document.querySelectorAll('.uplot canvas').length"))
                .isEqualTo(2L);
    }

    @Test
    @Order(2)
    void anEventShowsAtOnce() {
        awaitKey(KEYS.get(0));
        browser.click(".keys li:last-child a");
        String key = browser.text(".keys li:last-child .name");
        awaitKey(key);
        String before = browser.text(".key .title .meta");
        send(key, 22.5);
        browser.await("the next step", () -> !browser.text(".key .title .meta").equals(before));
        browser.click(".key details summary");
        browser.await(".key details tbody tr:first-child", "22.5");
    }

    @Test
    @Order(3)
    void searchFindsAKeyOfAnyNameByKeyboardAlone() {
        awaitKey(KEYS.get(0));
        browser.tabTo(".keylist input");
        browser.press("HALL", Keys.ENTER);
        awaitKey(KEYS.get(2));
        browser.await(
                "the list with this key alone",
                () -> browser.texts(".keys .name").toList().equals(List.of(KEYS.get(2))));
        browser.tabTo("#what-if-value");
        browser.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        browser.await(".figures div:first-child small", "really");
        browser.await(".paused", "The view rests at step");
        browser.tabTo(".paused button");
        browser.press(Keys.ENTER);
        browser.await("the live view", () -> !browser.find(".paused").isDisplayed());
    }

    @Test
    @Order(4)
    void aDraggedPointIsJudgedAgainAndNothingIsWritten() {
        browser.open(instance.url() + "/" + address(KEYS.get(1)));
        awaitKey(KEYS.get(1));
        String before = instance.get(Instance.path(KEYS.get(1))).body();
        String really = browser.text(".figures div:first-child b");
        browser.await("the handle", () -> browser.has(".handle"));
        browser.drag(".handle", -150);
        browser.await(".figures div:first-child small", "really " + really);
        assertThat(browser.text(".figures div:first-child b")).isNotEqualTo(really);
        assertThat(browser.text(".two [role=status]")).startsWith("value is ");
        assertThat(instance.get(Instance.path(KEYS.get(1))).body()).isEqualTo(before);
    }

    @Test
    @Order(5)
    void anIncidentLeadsToTheViewInWhichItOpened() {
        browser.click("#views a[data-view=incidents]");
        browser.await(".stories li .title", KEYS.get(0));
        assertThat(browser.text(".stories li .reason")).startsWith("value is 500");
        browser.click(".stories li > a");
        awaitKey(KEYS.get(0));
        browser.await(".paused", "step " + (CALM + 1));
        browser.await(".key .why", "value is 500");
        assertThat(browser.address()).endsWith("/step/" + (CALM + 1));
        browser.open("about:blank");
        browser.open(instance.url() + "/" + address(KEYS.get(0)) + "/step/" + (CALM + 1));
        browser.await(".paused", "step " + (CALM + 1));
    }

    @Test
    @Order(6)
    void deadLettersAndThePipelineAreShown() {
        browser.click("#views a[data-view=dead-letters]");
        browser.await(".letters tbody", "bad-channel");
        browser.click("#views a[data-view=pipeline]");
        browser.await(".flow", Pipeline.events(ID));
        assertThat(browser.text(".flow")).contains(Pipeline.predictions(ID), Pipeline.deadLetters(ID));
    }

    @Test
    @Order(7)
    void aSequenceIsPredictedAndAMistakeIsNamed() {
        browser.open(instance.url() + "/" + address(KEYS.get(1)));
        awaitKey(KEYS.get(1));
        browser.click(".sequence summary");
        browser.find("#sequence").sendKeys("{\"value\": 20}\n{\"value\": 900}");
        browser.click(".sequence button");
        browser.await(".sequence tbody tr:nth-child(2)", String.valueOf(step(KEYS.get(1)) + 2));
        browser.find("#sequence").sendKeys("\n{\"value\": \"x\"}");
        browser.click(".sequence button");
        browser.await(".sequence .fault", "Event 3: the event would go to the dead letters");
    }

    @ParameterizedTest
    @Order(8)
    @CsvSource({"light, false", "dark, true"})
    void axeFindsNothingSerious(String scheme, boolean phone) throws IOException {
        browser.errors(); // those of mistakes that other tests made on purpose
        browser.colours(scheme);
        if (phone) {
            browser.phone();
        }
        for (String view : List.of(address(KEYS.get(0)), "#/", "#/incidents", "#/dead-letters", "#/pipeline")) {
            browser.open("about:blank");
            browser.open(instance.url() + "/" + view);
            browser.await("#state", "running");
            browser.await(view, () -> browser.text("main").length() > 60);
            assertThat(browser.accessibilityFindings()).as(view).isEqualTo(List.of());
            assertThat((Long) browser.script(
                            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .as("pixels beside the screen")
                    .isZero();
        }
        browser.noPhone();
        browser.colours("light");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    @Order(9)
    void thePageComesBackAfterARestart() throws IOException {
        int port = URI.create(instance.url()).getPort();
        instance.close();
        browser.await("#banner", "The pipeline does not answer");
        instance = newInstance(port);
        browser.await("#state", "running");
        browser.await("the end of the message", () -> browser.text("#banner").isEmpty());
        send(KEYS.get(1), 23);
        awaitKey(KEYS.get(1));
        assertThat(requestsToOtherHosts()).isEmpty();
    }

    @Test
    @Order(10)
    void textsHaveAViewOfTheirOwn() throws IOException {
        try (Instance texts = other("texts", "models/sentiment")) {
            Function<String, ProducerRecord<byte[], byte[]>> text = words -> new ProducerRecord<>(
                    Pipeline.events("texts"), bytes("anna"), bytes("{\"text\":\"" + words + "\"}"));
            broker.send(List.of(text.apply("a dull and broken thing"), text.apply("a lovely day, thank you")));
            browser.open(texts.url() + "/#/key/anna");
            browser.await(".messages li:first-child .text", "a lovely day, thank you");
            browser.await(".messages li:first-child .label", "positive ");
            browser.await(".words", "lovely");
            assertThat(browser.texts(".bars .bar span")).containsExactly("negative", "positive");
            assertThat(browser.texts(".bars .bar em")
                            .mapToInt(share -> Integer.parseInt(share.replaceAll("\\D", "")))
                            .sum())
                    .isBetween(99, 101);
            browser.find("#what-if-text").sendKeys(" but it broke, awful");
            browser.await(".figures div:first-child small", "positive ");
            assertThat(browser.accessibilityFindings()).isEqualTo(List.of());
        }
    }

    @Test
    @Order(11)
    void itemsHaveAViewOfTheirOwn() throws IOException {
        try (Instance items = other("items", "models/next-item")) {
            broker.send(Stream.of("lock-maple-3", "lock-maple-4", "bicycle-maple-3")
                    .map(item -> new ProducerRecord<>(
                            Pipeline.events("items"), bytes("visit/1"), bytes("{\"item\":\"" + item + "\"}")))
                    .toList());
            browser.open(items.url() + "/" + address("visit/1"));
            browser.await(".clicks li:last-child", "bicycle-maple-3");
            assertThat(browser.texts(".ranking .bar span")).hasSize(10);
            browser.await(".bars", "lock-maple-");
            browser.find("#what-if-item").sendKeys(Keys.chord(Keys.CONTROL, "a"), "lock-maple-4", Keys.TAB);
            browser.await(".figures div:first-child small", "really ");
            assertThat(browser.accessibilityFindings()).isEqualTo(List.of());
        }
    }

    /** Starts a pipeline with another model, beside the one of the other tests. */
    private static Instance other(String id, String model) throws IOException {
        Pipeline.createTopics(broker, 1, id);
        Instance made =
                new Instance(Path.of(model), folder.resolve(id), FreePort.find(), Pipeline.properties(broker, id));
        made.start();
        Awaitility.await().atMost(Instance.PATIENCE).until(made::isReady);
        return made;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<?> requestsToOtherHosts() {
        return (List<?>) browser.script("return performance.getEntriesByType('resource').map(e => e.name)"
                + ".filter(name => new URL(name).origin !== location.origin)");
    }

    private static String address(String key) {
        return "#/key/" + URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
