package io.sluice.cli.common;

import io.sluice.Internal;
import io.sluice.format.LayoutSettings;
import io.sluice.format.NumberSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --set} of commands that need the settings of events and of scoring, but no pipeline. */
@Internal
public final class ModelSettings {
    private static final String PREFIX = "sluice.";
    private static final String SCORING = PREFIX + "scoring.";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of the layout of events or of the scorer, as in run, such as"
                    + " sluice.event.field.CHANNEL=/pointer; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    /**
     * Returns the settings of the layout of events, with those that the options of a file stand for.
     *
     * @throws ParameterException if a setting has nothing to do with events or scoring
     */
    public LayoutSettings layout(RecordingOptions events) {
        requireKnown();
        return LayoutSettings.of(LayoutSettings.PREFIX, events.settings(settings));
    }

    /** Returns the settings of the scorer, by their names in the manifest. */
    public Map<String, Double> scoring() {
        return NumberSettings.of(SCORING, settings);
    }

    private void requireKnown() {
        for (String key : settings.keySet()) {
            if (!counts(key)) {
                String hint = counts(PREFIX + key)
                        ? "did you mean " + PREFIX + key + "?"
                        : "give keys that begin with " + LayoutSettings.PREFIX + "field., " + LayoutSettings.PREFIX
                                + "timestamp or " + SCORING + ", or " + LayoutSettings.PIPELINE_NUMBERS;
                throw new ParameterException(spec.commandLine(), "--set " + key + " has no effect here; " + hint);
            }
        }
    }

    private static boolean counts(String key) {
        return key.startsWith(SCORING) || LayoutSettings.isKey(LayoutSettings.PREFIX, key);
    }
}
