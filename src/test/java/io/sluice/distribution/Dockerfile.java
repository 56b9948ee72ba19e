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

/** The instructions of the {@code Dockerfile}. Only the last stage forms the image. */
record Dockerfile(List<Instruction> instructions) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An instruction, without comments and line breaks. */
    record Instruction(String name, String arguments) {
        /** Parses arguments in exec form, {@code ["a", "b"]}. */
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

    /** Returns the instructions of the last stage, beginning with FROM. */
    List<Instruction> lastStage() {
        int from = 0;
        for (int i = 0; i < instructions.size(); i++) {
            from = instructions.get(i).name().equals("FROM") ? i : from;
        }
        return instructions.subList(from, instructions.size());
    }

    /** Returns the only instruction of the last stage with this name. */
    Instruction only(String name) {
        List<Instruction> found = lastStage().stream()
                .filter(instruction -> instruction.name().equals(name))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(name + " occurs " + found.size() + " times in the last stage; it must occur once");
        }
        return found.get(0);
    }

    /** Returns the environment variables of the image. */
    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String variable : only("ENV").arguments().split("\\s+", -1)) {
            String[] parts = variable.split("=", 2);
            environment.put(parts[0], parts[1]);
        }
        return environment;
    }

    /** Returns the shell command of the image's health check. */
    String healthCheck() {
        return only("HEALTHCHECK").arguments().replaceFirst("^(--\\S+\\s+)*CMD\\s+", "");
    }
}
