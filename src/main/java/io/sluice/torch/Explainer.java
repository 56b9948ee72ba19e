package io.sluice.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import io.sluice.model.Bundle;
import io.sluice.model.BundleException;
import io.sluice.model.Manifest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Steps keys with the module's method {@code explain(x, state) -> (y, state', gates)} and returns the gates of each
 * step. It belongs to one thread.
 */
public final class Explainer implements AutoCloseable {
    private static final String METHOD = "explain";

    private final NDManager manager;
    private final ParameterStore parameters;
    private final PtSymbolBlock module;
    private final DataType inputType;
    private final int stateWidth;
    private final byte[] initialState;
    private final Map<String, byte[]> states = new HashMap<>();

    /** Loads the module; throws a BundleException if it has no such method. */
    Explainer(Bundle bundle, Engine engine, Device device, byte[] initialState) {
        this.manager = engine.newBaseManager(device);
        this.parameters = new ParameterStore(manager, false);
        this.module = ModuleLoader.load(bundle.manifest().weights().file(), bundle.weights(), (PtNDManager) manager);
        Manifest manifest = bundle.manifest();
        this.inputType = TorchStepModel.inputType(manifest.input());
        this.stateWidth = manifest.sizes().state();
        this.initialState = initialState.clone();
        if (!Arrays.asList(JniUtils.getMethodNames(module)).contains(METHOD)) {
            manager.close();
            throw new BundleException("the module has no method explain(x, state) -> (y, state', gates); add it, or use"
                    + " a module of sluice train, which has one");
        }
        JniUtils.getNumThreads(); // else MKL takes all cores, see TorchStepModel
    }

    /**
     * Steps a key. A new key begins with the model's initial state.
     *
     * @param row the row x of the key's event
     * @return for each gate, a number from 0 to 1 for each unit; empty if the cell has no gates
     */
    public Map<String, List<Double>> step(String key, double[] row) {
        return step(states.getOrDefault(key, initialState), row, after -> states.put(key, after));
    }

    /**
     * Returns the gates of one step.
     *
     * @param packed the packed state before the step; null for that of a new key
     * @param row the row x of the event
     * @return for each gate, a number from 0 to 1 for each unit; empty if the cell has no gates
     */
    public Map<String, List<Double>> gates(byte @Nullable [] packed, double[] row) {
        return step(packed == null ? initialState : packed, row, after -> {});
    }

    private Map<String, List<Double>> step(byte[] packed, double[] row, Consumer<byte[]> next) {
        try (NDManager arrays = manager.newSubManager()) {
            int rows = TorchStepModel.SMALLEST_BUCKET; // gives the same bits as the pipeline
            double[] x = IntStream.range(0, rows * row.length)
                    .mapToDouble(i -> row[i % row.length])
                    .toArray();
            ByteBuffer before = ByteBuffer.allocateDirect(rows * initialState.length);
            for (int i = 0; i < rows; i++) {
                before.put(packed);
            }
            NDArray method = arrays.create(0);
            method.setName("module_method:" + METHOD);
            NDList result = explain(new NDList(
                    arrays.create(x, new Shape(rows, row.length)).toType(inputType, false),
                    arrays.create(before.flip(), new Shape(rows, stateWidth), DataType.FLOAT32),
                    method));
            byte[] after = new byte[initialState.length];
            result.get(1).toByteBuffer(true).get(after);
            next.accept(after);
            return gates(result.subNDList(2));
        }
    }

    private NDList explain(NDList arguments) {
        try {
            return module.forward(parameters, arguments, false);
        } catch (UnsupportedOperationException e) { // how DJL refuses a value that is no tensor
            throw new BundleException(
                    "the module's explain " + ForwardResult.NO_TENSOR + "; it must return (y, state', gates)", e);
        }
    }

    private static Map<String, List<Double>> gates(NDList result) {
        Map<String, List<Double>> gates = new TreeMap<>();
        for (NDArray gate : result) {
            gates.put(
                    gate.getName(),
                    Arrays.stream(gate.get(0).toArray())
                            .map(Number::doubleValue)
                            .toList());
        }
        return gates;
    }

    /** Returns the mean of each gate over the units, and for attention the share of the newest step. */
    public static Map<String, Double> means(Map<String, List<Double>> gates) {
        Map<String, Double> means = new TreeMap<>();
        gates.forEach((name, units) -> means.put(name, name.equals("attended") ? units.get(0) : mean(units)));
        return means;
    }

    private static double mean(List<Double> units) {
        return units.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    @Override
    public void close() {
        manager.close();
    }
}
