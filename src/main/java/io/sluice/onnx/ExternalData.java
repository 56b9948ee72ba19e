package io.sluice.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.sluice.model.BundleException;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds tensors of an ONNX file whose values are in another file. ONNX Runtime would read that file, and the SHA-256 of
 * a bundle does not cover it.
 *
 * <p>It reads the messages of {@code onnx.proto} by their field numbers, and skips the values of all tensors.
 */
final class ExternalData {
    private static final int EXTERNAL = 1;

    /** A message of onnx.proto that may hold a tensor. */
    private enum Message {
        MODEL,
        GRAPH,
        FUNCTION,
        NODE,
        ATTRIBUTE,
        SPARSE_TENSOR,
        TENSOR
    }

    /** For each message, the fields that lead to tensors. */
    private static final Map<Message, Map<Integer, Message>> FIELDS = Map.of(
            Message.MODEL,
            Map.of(7, Message.GRAPH, 25, Message.FUNCTION),
            Message.GRAPH,
            Map.of(1, Message.NODE, 5, Message.TENSOR, 15, Message.SPARSE_TENSOR),
            Message.FUNCTION,
            Map.of(7, Message.NODE, 11, Message.ATTRIBUTE),
            Message.NODE,
            Map.of(5, Message.ATTRIBUTE),
            Message.ATTRIBUTE,
            Map.of(
                    5,
                    Message.TENSOR,
                    6,
                    Message.GRAPH,
                    10,
                    Message.TENSOR,
                    11,
                    Message.GRAPH,
                    22,
                    Message.SPARSE_TENSOR,
                    23,
                    Message.SPARSE_TENSOR),
            Message.SPARSE_TENSOR,
            Map.of(1, Message.TENSOR, 2, Message.TENSOR),
            Message.TENSOR,
            Map.of());

    /** Each branch or loop in a graph adds three. */
    private static final int MOST_NESTED = 100;

    private static final int TENSOR_NAME = 8;
    private static final int TENSOR_LOCATION = 14;
    private static final Set<Integer> TENSOR_FIELDS = Set.of(TENSOR_NAME, TENSOR_LOCATION);

    private ExternalData() {}

    /**
     * Checks that all values are in the file itself.
     *
     * @param file the name of the file in messages
     * @throws BundleException if a tensor is in another file, or the bytes are no ONNX file
     */
    static void requireNone(String file, byte[] bytes) {
        String found;
        try {
            found = find(CodedInputStream.newInstance(bytes), Message.MODEL, 0);
        } catch (IOException e) {
            throw new BundleException(
                    file + " is not an ONNX file: " + e.getMessage()
                            + "; write it with torch.onnx.export, or copy it again",
                    e);
        }
        if (found != null) {
            throw new BundleException(
                    file + " keeps the values of " + found + " in another file; write one file that has"
                            + " them all: torch.onnx.export(..., external_data=False), or onnx.save_model(model, file)");
        }
    }

    /**
     * Returns the name of a tensor in another file; null if there is none.
     *
     * @param depth the number of messages around this one
     */
    private static @Nullable String find(CodedInputStream in, Message message, int depth) throws IOException {
        if (depth > MOST_NESTED) {
            throw new IOException("its parts are nested more than " + MOST_NESTED + " times");
        }
        String name = "a tensor";
        boolean external = false;
        String inside = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            Message part = FIELDS.getOrDefault(message, Map.of()).get(field);
            if (part != null) {
                int limit = in.pushLimit(in.readRawVarint32());
                String found = find(in, part, depth + 1);
                inside = inside == null ? found : inside;
                in.popLimit(limit);
            } else if (message == Message.TENSOR && TENSOR_FIELDS.contains(field)) {
                if (field == TENSOR_NAME) {
                    name = in.readString();
                } else {
                    external = in.readEnum() == EXTERNAL;
                }
            } else if (!in.skipField(tag)) {
                break;
            }
        }
        return external ? name : inside;
    }
}
