package io.sluice.cli.common;

import io.sluice.Internal;
import io.sluice.torch.TorchBundle;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a command's model runs. */
@Internal
public final class DeviceOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--device",
            defaultValue = "auto",
            paramLabel = "DEVICE",
            description = "auto, cpu, gpu or gpu:N. Default: ${DEFAULT-VALUE}, the first GPU or else the CPU.")
    private String device = "";

    /** Opens a bundle there; throws ParameterException where the option's value is no device. */
    public TorchBundle open(Path folder) {
        try {
            return TorchBundle.open(folder, device);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
