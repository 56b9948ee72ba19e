package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.common.ApiOptions;
import io.sluice.cli.common.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice what-if}: prints the predictions that events of a key would get now. */
@Command(
        name = "what-if",
        description = {
            "Ask a running pipeline for the predictions that events of a key would get now, one after another.",
            "It works on a copy of the key's state and writes nothing. It prints one prediction on each line."
        })
final class WhatIfCommand implements Runnable {
    private static final Path STDIN = Path.of("-");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ApiOptions api = new ApiOptions();

    @Parameters(index = "0", paramLabel = "KEY", description = "The key.")
    private String key = "";

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description = "The events, one JSON value on each line; - reads standard input. At most 1,000.")
    private Path file = STDIN;

    @Option(names = "--step", paramLabel = "N", description = "Refuse to answer unless the key is at this step.")
    private @Nullable Long step;

    @Override
    public void run() {
        String query = step == null ? "" : "?step=" + step;
        JsonNode answer = api.post(ApiOptions.path(key) + "/what-if" + query, body());
        PrintWriter out = spec.commandLine().getOut();
        answer.path("predictions").forEach(out::println);
        out.flush();
    }

    /** Returns the lines as one JSON array. Each event keeps its spelling. */
    private byte[] body() {
        List<String> lines = lines().stream().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            throw new ParameterException(spec.commandLine(), file + " has no event");
        }
        return ("[" + String.join(",", lines) + "]").getBytes(StandardCharsets.UTF_8);
    }

    private List<String> lines() {
        if (!file.equals(STDIN)) {
            InputFile.require(spec, file);
        }
        try (InputStream in = file.equals(STDIN) ? System.in : Files.newInputStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
