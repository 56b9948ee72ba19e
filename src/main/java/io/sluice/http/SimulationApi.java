package io.sluice.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers for the simulation of a demo. Elsewhere there is nothing at these paths. */
final class SimulationApi {
    /** The largest number of requests in work. */
    static final int AT_ONCE = 2;

    private final Supplier<@Nullable Simulation> current;

    /** @param current returns the simulation; null if the events are not simulated */
    SimulationApi(Supplier<@Nullable Simulation> current) {
        this.current = current;
    }

    void route(JavalinConfig config) {
        Places places = new Places(AT_ONCE);
        config.routes.get("/api/demo", context -> places.within(context, () -> show(context)));
        config.routes.post("/api/demo/faults", context -> places.within(context, () -> inject(context)));
        config.routes.post("/api/demo/kill", context -> places.within(context, () -> kill(context)));
    }

    private Simulation simulation() {
        Simulation simulation = current.get();
        if (simulation == null) {
            throw new ApiError(404, "the events are not simulated");
        }
        return simulation;
    }

    private void show(Context context) {
        answer(context, simulation().answer().get());
    }

    private void inject(Context context) {
        Simulation simulation = simulation();
        JsonNode body = SmallBody.json(context);
        String key = body.path("key").asText();
        String kind = body.path("kind").asText();
        try {
            simulation.faults().accept(key, kind);
        } catch (IllegalArgumentException e) {
            throw new ApiError(400, String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            throw new ApiError(409, String.valueOf(e.getMessage()));
        }
        context.status(202);
        answer(context, Answers.object().put("key", key).put("kind", kind));
    }

    private void kill(Context context) {
        try {
            simulation().kill().run();
        } catch (IllegalStateException e) {
            throw new ApiError(409, String.valueOf(e.getMessage()));
        }
        context.status(202);
        show(context);
    }

    private static void answer(Context context, ObjectNode body) {
        context.contentType("application/json").result(body.toString());
    }
}
