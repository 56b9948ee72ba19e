package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.common.ApiOptions;
import io.sluice.cli.common.Printable;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice query}: prints what a running pipeline knows of a key. */
@Command(
        name = "query",
        description = {
            "Ask a running pipeline for the state and the recent events of a key.",
            "Any instance answers: it passes the question on to the one that has the key."
        })
final class QueryCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ApiOptions api = new ApiOptions();

    @Parameters(paramLabel = "KEY", description = "The key.")
    private String key = "";

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "10",
            description = "The number of recent events to print, from 1 to 600. Default: ${DEFAULT-VALUE}.")
    private int events;

    @Option(names = "--json", description = "Print the answers of the API: the state, then each event, one on a line.")
    private boolean json;

    @Override
    public void run() {
        String path = ApiOptions.path(key);
        JsonNode state = api.get(path);
        JsonNode series = api.get(path + "/series?limit=" + events);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(state);
            series.path("events").forEach(out::println);
        } else {
            print(state, series, out);
        }
        out.flush();
    }

    private static void print(JsonNode state, JsonNode series, PrintWriter out) {
        line(out, "key", state.path("key").asText());
        line(
                out,
                "step",
                state.path("step").asText() + ", last event "
                        + state.path("last_event").asText());
        line(out, "scorer", state.path("scorer").asText());
        line(
                out,
                "state",
                String.format(
                        Locale.ROOT,
                        "%,d bytes, norm %.4g",
                        state.at("/state/bytes").asInt(),
                        state.at("/state/norm").asDouble()));
        line(
                out,
                "instance",
                state.path("instance").asText() + ", partition "
                        + state.path("partition").asText());
        if (series.has("note")) {
            line(out, "note", series.path("note").asText());
        }
        for (JsonNode event : series.path("events")) {
            out.println(event.path("timestamp").asText() + "  " + event.path("event") + "  " + judgement(event));
        }
    }

    private static void line(PrintWriter out, String name, String text) {
        out.println(String.format(Locale.ROOT, "%-9s %s", name, Printable.inLine(text)));
    }

    private static String judgement(JsonNode event) {
        JsonNode anomaly = event.path("anomaly");
        if (!anomaly.isMissingNode()) {
            return "score " + anomaly.path("score").asText() + ", expected " + anomaly.path("expected")
                    + (anomaly.path("alert").asBoolean() ? ", ALERT" : "");
        }
        JsonNode classification = event.path("classification");
        if (!classification.isMissingNode()) {
            return classification.path("label").asText() + ", running "
                    + classification.at("/running/label").asText();
        }
        return "next " + event.at("/ranking/0/item").asText();
    }
}
