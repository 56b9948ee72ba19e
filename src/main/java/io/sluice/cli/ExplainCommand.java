package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.common.ApiOptions;
import io.sluice.cli.common.Columns;
import io.sluice.cli.common.Printable;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice explain}: prints why the latest event of a key was judged as it was. */
@Command(
        name = "explain",
        description = {
            "Ask a running pipeline why the latest event of a key was judged as it was.",
            "For an anomaly model: the parts of the score of each channel. For a text: the effect of each word on the"
                    + " probability of its label. For a ranking: the effect of each recent item on the probability of"
                    + " the first item.",
            "Then the mean of each gate of the model: how much of its state was kept, and how much was replaced."
        })
final class ExplainCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ApiOptions api = new ApiOptions();

    @Parameters(paramLabel = "KEY", description = "The key.")
    private String key = "";

    @Option(names = "--json", description = "Print the answer of the API on one line.")
    private boolean json;

    @Override
    public void run() {
        JsonNode answer = api.get(ApiOptions.path(key) + "/explain");
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer);
        } else {
            print(answer, out);
        }
        out.flush();
    }

    private static void print(JsonNode answer, PrintWriter out) {
        out.println(
                answer.path("key").asText() + ", step " + answer.path("step").asText() + ", "
                        + answer.path("timestamp").asText() + ": " + answer.path("event"));
        JsonNode explain = answer.path("explain");
        out.println(Printable.of(explain.path("text").asText()));
        explain.path("channels").properties().forEach(channel -> print(channel, out));
        explain.path("words").forEach(word -> effect(word, "word", out));
        explain.path("past").forEach(item -> effect(item, "item", out));
        answer.path("gates")
                .properties()
                .forEach(gate -> bar("gate " + gate.getKey(), gate.getValue().asDouble(), out));
        if (answer.path("gates").isNull()) {
            out.println("The model does not show its gates.");
        }
    }

    private static void print(Map.Entry<String, JsonNode> channel, PrintWriter out) {
        JsonNode one = channel.getValue();
        if (one.path("contribution").isNull()) {
            out.println(String.format(Locale.ROOT, "  %-20s %10s", Printable.inLine(channel.getKey()), "unknown"));
        } else {
            bar(channel.getKey(), one.path("contribution").asDouble(), out);
        }
        one.path("parts")
                .properties()
                .forEach(part -> out.println(String.format(
                        Locale.ROOT,
                        "  %-20s %10.4f",
                        part.getKey(),
                        part.getValue().asDouble())));
    }

    private static void effect(JsonNode part, String name, PrintWriter out) {
        String text = part.path(name).isNull()
                ? name + " " + part.path("place").asText()
                : part.path(name).asText();
        String effect = part.path("effect").isNull()
                ? "nothing is left without it"
                : String.format(Locale.ROOT, "%+.4f", part.path("effect").asDouble());
        out.println(String.format(Locale.ROOT, "  %-20s %10s", Printable.inLine(text), effect));
    }

    private static void bar(String name, double share, PrintWriter out) {
        out.println(String.format(Locale.ROOT, "%-22s %10.4f  %s", name, share, Columns.bar(share)));
    }
}
