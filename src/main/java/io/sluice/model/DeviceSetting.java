package io.sluice.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A device as a user names it: {@code auto}, {@code cpu}, {@code gpu} (the first) or {@code gpu:N} (from 0).
 *
 * @param text the setting itself
 * @param index the number of the GPU; 0 for other kinds
 */
public record DeviceSetting(String text, Kind kind, int index) {
    private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,4}))?");

    /** The kinds of devices; {@code AUTO} is the first GPU that the engine can use, or the CPU. */
    public enum Kind {
        AUTO,
        CPU,
        GPU
    }

    /** Reads a setting; throws an IllegalArgumentException if it is unknown. */
    public static DeviceSetting of(String setting) {
        Matcher gpu = GPU.matcher(setting);
        if (gpu.matches()) {
            return new DeviceSetting(setting, Kind.GPU, gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1)));
        }
        return switch (setting) {
            case "auto" -> new DeviceSetting(setting, Kind.AUTO, 0);
            case "cpu" -> new DeviceSetting(setting, Kind.CPU, 0);
            default ->
                throw new IllegalArgumentException(
                        "device \"" + setting + "\" is unknown; set it to auto, cpu, gpu or gpu:N, such as gpu:1");
        };
    }
}
