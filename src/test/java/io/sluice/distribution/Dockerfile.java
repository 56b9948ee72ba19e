package io.sluice.distribution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The {@code Dockerfile} as a list of instructions, of which only those of the last stage make the image. */
record Dockerfile(List<Instruction> instructions) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An instruction without comments and line breaks. */
    record Instruction(String name, String arguments) {
        /** The arguments in exec form, {@code ["a", "b"]}. */
        List<String> exec() throws JsonProcessingException {
            return Arrays.asList(JSON.readValue(arguments, String[].class));
        }
    }

    static Dockerfile read() throws IOException {
        String text = Files.readAllLines(Path.of("Dockerfile")).stream()
                .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
                .collect(Collectors.joining("\n"));
        return new Dockerfile(text.replaceAll("\\\\\n\\s*", " ")
                .lines()
                .map(line -> line.split("\\s+", 2))
                .map(words -> new Instruction(words[0], words[1].strip()))
                .toList());
    }

    /** The instructions of the last stage, its FROM first. */
    List<Instruction> image() {
        int from = 0;
        for (int i = 0; i < instructions.size(); i++) {
            from = instructions.get(i).name().equals("FROM") ? i : from;
        }
        return instructions.subList(from, instructions.size());
    }

    /** The image's one instruction of a name. */
    Instruction only(String name) {
        List<Instruction> found = image().stream()
                .filter(instruction -> instruction.name().equals(name))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(name + " stands " + found.size() + " times in the last stage");
        }
        return found.get(0);
    }

    /** The image's variables. */
    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String variable : only("ENV").arguments().split("\\s+", -1)) {
            String[] parts = variable.split("=", 2);
            environment.put(parts[0], parts[1]);
        }
        return environment;
    }

    /** What the image's health check runs in a shell. */
    String healthCheck() {
        return only("HEALTHCHECK").arguments().replaceFirst("^(--\\S+\\s+)*CMD\\s+", "");
    }
}
