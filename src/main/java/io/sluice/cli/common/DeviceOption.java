package io.sluice.cli.common;

import io.sluice.Internal;
import io.sluice.model.AllowedDigests;
import io.sluice.model.Bundle;
import io.sluice.runtime.LoadedBundle;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --device} of every command that runs a model. */
@Internal
public final class DeviceOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--device",
            defaultValue = "auto",
            paramLabel = "DEVICE",
            description = "auto, cpu, gpu or gpu:N."
                    + " Default: ${DEFAULT-VALUE}, which is the first GPU, or the CPU without a GPU.")
    private String device = "";

    /**
     * Opens a bundle on the chosen device.
     *
     * @throws ParameterException if the value of the option is not a device
     */
    public LoadedBundle open(Path folder) {
        return open(folder, device, AllowedDigests.ANY);
    }

    /**
     * Opens a bundle on the chosen device, or on another one if the user chose none.
     *
     * @param allowed the bundles that may be opened
     * @throws ParameterException if the value of the option is not a device
     */
    public LoadedBundle openOr(String usual, Path folder, AllowedDigests allowed) {
        boolean chosen = spec.commandLine().getParseResult().hasMatchedOption("--device");
        return open(folder, chosen ? device : usual, allowed);
    }

    private LoadedBundle open(Path folder, String device, AllowedDigests allowed) {
        try {
            return LoadedBundle.open(Bundle.open(folder, allowed), device);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
