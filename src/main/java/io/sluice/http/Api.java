package io.sluice.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.sluice.event.Timestamps;
import io.sluice.live.KeySummary;
import io.sluice.live.WhatIf;
import io.sluice.stream.KeyStates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The API of a running pipeline: what it does, what it knows of a key, and what the model would say. Another program
 * finds it described in {@code /api/openapi.json}.
 *
 * <p>A question about a key that this instance does not have goes to the other instances.
 */
final class Api implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 1000;

    /** The largest number of requests in work, and of those that other instances passed on. */
    static final int AT_ONCE = 8;

    /** The largest number of requests in work that need the model. */
    static final int QUESTIONS_AT_ONCE = 4;

    private static final int DEFAULT_LIMIT = 100;

    /** The largest number of events that are predicted again after a replaced one. */
    private static final int MOST_FOLLOWING = 300;

    /** The largest number of values in the course of a key. */
    private static final int MOST_OF_COURSE = 40;

    /** The field with the partitions that do not have a key. */
    private static final String ASKED = "partitions";

    private static final Map<String, Comparator<KeySummary>> ORDERS = Map.of(
            "score", Comparator.comparingDouble(key -> -key.latest().headline().score()),
            "activity", Comparator.comparingDouble(key -> -key.activity()),
            "recent", Comparator.comparingLong(key -> -key.latest().appliedAt()));

    /** The same orders of the answers of all instances. */
    private static final Map<String, Comparator<JsonNode>> MERGED = Map.of(
            "score", Comparator.comparingDouble(key -> -key.path("score").asDouble()),
            "activity", Comparator.comparingDouble(key -> -key.path("activity").asDouble()),
            "recent", Comparator.comparing(key -> key.path("seen").asText(), Comparator.reverseOrder()));

    private final LivePipeline pipeline;
    private final Answers answers;
    private final KeyQuestions questions;
    private final WhatIfAnswer whatIf;
    private final StatusAnswer status;
    private final PipelineAnswer description;
    private final Peers peers;
    private final EventStreams events;

    Api(LivePipeline pipeline, HttpSettings settings) {
        this.pipeline = pipeline;
        this.answers = new Answers(pipeline.manifest().channels(), settings.payloads());
        this.whatIf = new WhatIfAnswer(pipeline);
        this.questions = new KeyQuestions(pipeline, answers, settings.payloads());
        this.status = new StatusAnswer(pipeline);
        this.description = new PipelineAnswer(pipeline, settings);
        this.events = new EventStreams(pipeline.view(), answers, status::now);
        this.peers = new Peers(pipeline.application()::otherInstances, settings.token());
    }

    /**
     * Adds the routes of the API.
     *
     * @param current returns the API, or throws an {@link ApiError} while there is none
     */
    static void route(JavalinConfig config, Supplier<Api> current) {
        Places looks = new Places(AT_ONCE);
        Places questions = new Places(QUESTIONS_AT_ONCE);
        Places uploads = new Places(QUESTIONS_AT_ONCE);
        BiConsumer<String, BiConsumer<Api, Context>> look = (path, call) ->
                config.routes.get(path, context -> looks.within(context, () -> call.accept(current.get(), context)));
        look.accept("/api/status", Api::status);
        look.accept("/api/pipeline", Api::pipeline);
        look.accept("/api/keys", Api::keys);
        look.accept("/api/keys/{key}", Api::key);
        look.accept("/api/incidents", Api::incidents);
        look.accept("/api/dead-letters", Api::deadLetters);
        config.routes.get(
                "/api/keys/{key}/explain",
                context -> questions.within(context, () -> current.get().explain(context)));
        config.routes.get("/api/keys/{key}/series", context -> (isExplained(context) ? questions : looks)
                .within(context, () -> current.get().series(context)));
        config.routes.post("/api/keys/{key}/what-if", context -> {
            uploads.within(context, context::bodyAsBytes); // a slow upload takes no place of a question
            questions.within(context, () -> current.get().whatIf(context));
        });
        config.routes.get("/api/openapi.json", context -> context.contentType("application/json")
                .result(Api.class.getResourceAsStream("openapi.json")));
        config.routes.get("/api/events", context -> current.get().events.open(context));
    }

    @Override
    public void close() {
        events.close();
        pipeline.close();
    }

    private void status(Context context) {
        answer(context, status.withMinute());
    }

    private void pipeline(Context context) {
        answer(context, description.now());
    }

    private void keys(Context context) {
        String sort = parameter(context, "sort", "recent");
        Comparator<KeySummary> order = ORDERS.get(sort);
        if (order == null) {
            throw new ApiError(400, "sort is " + sort + "; it must be score, activity or recent");
        }
        int limit = limit(context);
        int course = (int) number(context, "course", 0, MOST_OF_COURSE, 0);
        String search = parameter(context, "search", "");
        List<JsonNode> keys = new ArrayList<>();
        pipeline.view().keys().stream()
                .filter(key -> containsIgnoringCase(key.key(), search))
                .sorted(order)
                .limit(limit)
                .forEach(key -> keys.add(listed(key, course)));
        for (Peers.Reply reply : othersUnlessPassedOn(context)) {
            if (reply.status() == 200) {
                parse(reply.body()).path("keys").forEach(keys::add);
            }
        }
        ArrayNode merged = Answers.array();
        latestOfEach(keys).stream().sorted(MERGED.get(sort)).limit(limit).forEach(merged::add);
        ObjectNode answer = Answers.object().put("instance", pipeline.instance());
        answer.set("keys", merged);
        answer(context, answer);
    }

    private ObjectNode listed(KeySummary key, int course) {
        return answers.key(
                key,
                pipeline.instance(),
                course == 0 ? List.of() : pipeline.view().events(key.key(), course));
    }

    /** Returns one entry for each key: an instance that had a key before still knows its earlier events. */
    private static Collection<JsonNode> latestOfEach(List<JsonNode> keys) {
        return keys.stream()
                .collect(Collectors.toMap(
                        key -> key.path("key").asText(),
                        key -> key,
                        BinaryOperator.maxBy(
                                Comparator.comparing(key -> key.path("seen").asText()))))
                .values();
    }

    private static boolean containsIgnoringCase(String key, String part) {
        return part.isEmpty() || key.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    private void key(Context context) {
        ofKey(context, found -> questions.state(context.pathParam("key"), found));
    }

    private void series(Context context) {
        int limit = limit(context);
        String key = context.pathParam("key");
        long after = number(context, "after", 0, Long.MAX_VALUE, 0);
        ofKey(
                context,
                found -> isExplained(context)
                        ? questions.explained(key, limit, after)
                        : questions.series(key, limit, after));
    }

    private static boolean isExplained(Context context) {
        return isSet(context, "explain");
    }

    private static boolean isSet(Context context, String name) {
        String value = parameter(context, name, "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw new ApiError(400, name + " is " + value + "; it must be true or false");
        }
        return value.equals("true");
    }

    private void explain(Context context) {
        ofKey(context, found -> questions.explain(context.pathParam("key"), found));
    }

    private void whatIf(Context context) {
        Long instead = step(context, "instead");
        int following = (int) number(context, "then", 0, MOST_FOLLOWING, 0);
        if (instead == null && following > 0) {
            throw new ApiError(400, "then needs instead: without it, no event comes after the asked ones");
        }
        WhatIfAnswer.Asked asked = new WhatIfAnswer.Asked(
                context.pathParam("key"),
                step(context, "step"),
                instead,
                following,
                isSet(context, "named") ? WhatIf.Spelling.BY_NAME : null,
                isSet(context, "explain"));
        byte[] body = context.bodyAsBytes();
        ofKey(context, found -> whatIf.of(asked, body, found));
    }

    private static @Nullable Long step(Context context, String name) {
        String step = context.queryParam(name);
        return step == null ? null : number(name, step, 1, Long.MAX_VALUE);
    }

    /** Answers from the state of the key, here or at another instance. */
    private void ofKey(Context context, Function<KeyStates.Found, ObjectNode> answer) {
        String key = context.pathParam("key");
        KeyStates.Answer state = pipeline.application().states().find(key);
        if (state instanceof KeyStates.Found found) {
            if (found.expired()) {
                throw new ApiError(410, "the time to live of the key is over; its next event starts it again")
                        .with("key", key);
            }
            answer(context, answer.apply(found));
            return;
        }
        passOn(context, key, ((KeyStates.Absent) state).partitions());
    }

    /**
     * Asks the other instances. Nobody has the key only if all partitions were asked: one that moves from one instance
     * to another is with neither of them for a while.
     */
    private void passOn(Context context, String key, Set<Integer> askedHere) {
        Set<Integer> asked = new TreeSet<>(askedHere);
        for (Peers.Reply reply : othersUnlessPassedOn(context)) {
            if (reply.status() == 404) {
                parse(reply.body()).path(ASKED).forEach(partition -> asked.add(partition.asInt()));
            } else if (!isUnavailable(reply)) {
                context.status(reply.status()).contentType("application/json").result(reply.body());
                return;
            }
        }
        if (context.header(Peers.HOP) == null
                && asked.size() < pipeline.application().states().partitions()) {
            throw new ApiError(
                            503,
                            "an instance cannot tell now, because it restores states, starts or is not reachable;"
                                    + " ask again")
                    .with("key", key);
        }
        throw new ApiError(404, "no instance has a state of this key")
                .with("key", key)
                .with(ASKED, asked);
    }

    /** Returns true if an instance cannot say if it has the key: it is away, not ready, or refuses the token. */
    private static boolean isUnavailable(Peers.Reply reply) {
        return reply.status() == 0 || reply.status() == 401 || reply.status() == 403 || reply.status() >= 500;
    }

    private List<Peers.Reply> othersUnlessPassedOn(Context context) {
        if (context.header(Peers.HOP) != null) {
            return List.of();
        }
        String query = context.queryString();
        String path = context.req().getRequestURI() + (query == null ? "" : "?" + query);
        boolean hasBody = context.method().name().equals("POST");
        try {
            return peers.ask(path, hasBody ? context.bodyAsBytes() : null);
        } catch (IllegalArgumentException e) {
            throw new ApiError(400, "the path or the query has a character that must be percent-encoded");
        }
    }

    private void incidents(Context context) {
        ArrayNode incidents = Answers.array();
        pipeline.view().incidents(limit(context)).forEach(incident -> incidents.add(answers.incident(incident)));
        answer(context, listed("incidents", incidents));
    }

    private void deadLetters(Context context) {
        ArrayNode letters = Answers.array();
        pipeline.view().deadLetters(limit(context)).forEach(letter -> letters.add(answers.deadLetter(letter)));
        answer(context, listed("dead_letters", letters));
    }

    private ObjectNode listed(String name, ArrayNode list) {
        ObjectNode answer = Answers.object()
                .put("instance", pipeline.instance())
                .put("now", Timestamps.format(System.currentTimeMillis()));
        answer.set(name, list);
        return answer;
    }

    private static String parameter(Context context, String name, String otherwise) {
        String value = context.queryParam(name);
        return value == null ? otherwise : value;
    }

    private static int limit(Context context) {
        return (int) number(context, "limit", 1, MOST, DEFAULT_LIMIT);
    }

    private static long number(Context context, String name, long least, long most, long otherwise) {
        String number = context.queryParam(name);
        return number == null ? otherwise : number(name, number, least, most);
    }

    private static long number(String name, String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (least <= number && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        throw new ApiError(
                400,
                name + " is " + text + "; it must be a whole number "
                        + (most == Long.MAX_VALUE ? "from " + least : "from " + least + " to " + most));
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return Answers.object(); // another program answers at the address of an instance
        }
    }

    private static void answer(Context context, ObjectNode body) {
        context.contentType("application/json").result(body.toString());
    }
}
