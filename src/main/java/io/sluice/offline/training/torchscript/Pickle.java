package io.sluice.offline.training.torchscript;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the opcodes of Python's pickle protocol 2 that the attributes of a TorchScript module need. */
final class Pickle {
    private static final int PROTOCOL = 0x80;
    private static final int NEW_OBJECT = 0x81;
    private static final int FALSE = 0x89;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Pickle() {
        bytes.write(PROTOCOL);
        bytes.write(2);
    }

    /** Pickles an object of {@code module.type} with the parameters and {@code training = False} as attributes. */
    static byte[] module(String module, String type, List<Parameter> parameters) {
        Pickle pickle = new Pickle();
        pickle.global(module, type);
        pickle.emptyTuple();
        pickle.bytes.write(NEW_OBJECT);
        pickle.bytes.write('}');
        pickle.bytes.write('(');
        for (int i = 0; i < parameters.size(); i++) {
            pickle.string(parameters.get(i).name());
            pickle.tensor(parameters.get(i), i);
        }
        pickle.string("training");
        pickle.bytes.write(FALSE);
        pickle.bytes.write('u');
        pickle.bytes.write('b');
        return pickle.stop();
    }

    /** Pickles the empty tuple, for a module without constants. */
    static byte[] emptyConstants() {
        Pickle pickle = new Pickle();
        pickle.emptyTuple();
        return pickle.stop();
    }

    private byte[] stop() {
        bytes.write('.');
        return bytes.toByteArray();
    }

    /**
     * Writes the call {@code torch._utils._rebuild_tensor_v2(storage, offset 0, shape, strides, requires_grad False, no
     * hooks)}.
     */
    private void tensor(Parameter parameter, int index) {
        global("torch._utils", "_rebuild_tensor_v2");
        bytes.write('(');
        storage(parameter, index);
        number(0);
        tuple(parameter.shape());
        tuple(strides(parameter.shape()));
        bytes.write(FALSE);
        global("collections", "OrderedDict");
        emptyTuple();
        bytes.write('R');
        bytes.write('t');
        bytes.write('R');
    }

    /** Writes a persistent id, which refers to the archive's entry {@code data/INDEX}. */
    private void storage(Parameter parameter, int index) {
        bytes.write('(');
        string("storage");
        global("torch", "FloatStorage");
        string(Integer.toString(index));
        string("cpu");
        number(parameter.size());
        bytes.write('t');
        bytes.write('Q');
    }

    private static List<Integer> strides(List<Integer> shape) {
        Integer[] strides = new Integer[shape.size()];
        int stride = 1;
        for (int i = strides.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= shape.get(i);
        }
        return List.of(strides);
    }

    private void global(String module, String name) {
        bytes.writeBytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        bytes.write('X');
        int32(utf8.length);
        bytes.writeBytes(utf8);
    }

    private void number(int value) {
        bytes.write('J');
        int32(value);
    }

    private void int32(int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            bytes.write(value >>> shift);
        }
    }

    private void tuple(List<Integer> values) {
        bytes.write('(');
        values.forEach(this::number);
        bytes.write('t');
    }

    private void emptyTuple() {
        bytes.write(')');
    }
}
