package io.sluice.offline.torture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of Sluice for child processes.
 *
 * @param options the options of the Java virtual machine
 * @param mainClass the class that runs Sluice's command line
 */
public record JavaProgram(List<String> options, String mainClass) {
    /** Children live for seconds, so quick code soon counts more than the best code later. */
    private static final List<String> SHORT_LIFE = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    public JavaProgram {
        options = List.copyOf(options);
    }

    /**
     * Returns the words of a command of Sluice.
     *
     * @param folder where the virtual machine describes its own failures
     */
    List<String> command(String heap, Path folder, List<String> arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        options.stream()
                .filter(option -> !option.startsWith("-Xm") && !option.matches("-XX:\\+Use\\w+GC"))
                .forEach(words::add);
        words.addAll(SHORT_LIFE);
        words.add("-Xmx" + heap);
        words.add("-XX:ErrorFile=" + folder.resolve("virtual-machine-%p.log"));
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        words.addAll(arguments);
        return words;
    }
}
