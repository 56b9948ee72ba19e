package io.sluice.event;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON pointers (RFC 6901) merged into one tree, so that one walk through a document finds all of them. */
public final class PointerTree {
    /** The slot of a place that is no field, but may contain fields. */
    public static final int NONE = -1;

    private final Map<String, PointerTree> children = new HashMap<>();
    private int slot = NONE;

    /**
     * Marks the value at {@code pointer} with {@code slot}.
     *
     * @throws IllegalArgumentException if the pointer names the whole document, equals another pointer, or is inside
     *     the value of another pointer
     */
    void add(String pointer, int slot) {
        if (!pointer.startsWith("/")) {
            throw new IllegalArgumentException("the JSON pointer \"" + pointer + "\" must begin with \"/\" (RFC 6901)");
        }
        PointerTree node = this;
        for (String token : tokens(pointer)) {
            node = node.children.computeIfAbsent(token, unused -> new PointerTree());
            requireFree(node, pointer);
        }
        if (!node.children.isEmpty()) {
            throw new IllegalArgumentException(
                    "the JSON pointer \"" + pointer + "\" names a value that contains another field");
        }
        node.slot = slot;
    }

    /** Returns the tokens of a pointer that begins with a slash: the names of fields and the indexes of elements. */
    public static List<String> tokens(String pointer) {
        return Arrays.stream(pointer.substring(1).split("/", -1))
                .map(token -> token.replace("~1", "/").replace("~0", "~"))
                .toList();
    }

    /** Returns a token as it is written in a pointer. */
    public static String escaped(String token) {
        return token.replace("~", "~0").replace("/", "~1");
    }

    private static void requireFree(PointerTree node, String pointer) {
        if (node.slot != NONE) {
            throw new IllegalArgumentException(
                    "the JSON pointer \"" + pointer + "\" names the value of another field, or a part of it");
        }
    }

    /** Returns the node one token deeper; null if no pointer leads there. */
    public @Nullable PointerTree child(String token) {
        return children.get(token);
    }

    /** Returns the nodes one token deeper, by their tokens. */
    public Map<String, PointerTree> children() {
        return Collections.unmodifiableMap(children);
    }

    /** Returns the slot of the value at this node; {@link #NONE} if no pointer names it. */
    public int slot() {
        return slot;
    }
}
