package io.sluice.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * The simulation that sends the events of a demo.
 *
 * @param answer returns what it did, and what came of its events; any thread may ask
 * @param faults injects a fault, given its key and its kind. An {@link IllegalArgumentException} says that there is no
 *     such key or kind, an {@link IllegalStateException} that the key cannot have it now
 * @param kill kills the process of the pipeline, and starts it again. An {@link IllegalStateException} says that there
 *     is no such process, or that it is not ready
 */
public record Simulation(Supplier<ObjectNode> answer, BiConsumer<String, String> faults, Runnable kill) {}
