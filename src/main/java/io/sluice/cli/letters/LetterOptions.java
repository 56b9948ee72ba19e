package io.sluice.cli.letters;

import io.sluice.event.DeadLetterReason;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that choose dead letters. */
final class LetterOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--reason",
            split = ",",
            paramLabel = "CODE",
            description = "Only letters with this reason, such as not-json; may be repeated.")
    private Set<String> reasons = new LinkedHashSet<>();

    @Option(
            names = {"--origin", "--topic"},
            split = ",",
            paramLabel = "TOPIC",
            description = "Only letters that came from this topic; may be repeated.")
    private Set<String> origins = new LinkedHashSet<>();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only letters whose record has this timestamp or a later one, such as 2026-11-29T08:00:00Z.")
    private @Nullable Instant since;

    /** Returns the choice of the user among letters in any place. */
    LetterChoice choice() {
        return choice(Set.of());
    }

    /**
     * Returns the choice of the user.
     *
     * @param places the places in the dead-letter topic that are chosen; empty for all
     */
    LetterChoice choice(Set<String> places) {
        reasons.forEach(this::requireReason);
        return new LetterChoice(reasons, origins, places, since == null ? Instant.EPOCH : since);
    }

    private void requireReason(String code) {
        if (Arrays.stream(DeadLetterReason.values())
                .noneMatch(reason -> reason.code().equals(code))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--reason is " + code + ", and Sluice gives no such reason; docs/events-and-predictions.md lists"
                            + " the reasons");
        }
    }
}
