package io.sluice.torch;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds operators in the source of TorchScript that no inference needs: those that touch files, the network or other
 * processes, and those of libraries that Sluice does not have.
 *
 * <p>A source reaches operators by {@code torch.NAME} and by {@code ops.LIBRARY.NAME}, and classes of libtorch by
 * {@code __torch__.torch.classes.LIBRARY}. Any other use of these names is refused, too, because it could hide which
 * operator is meant: {@code getattr(torch, "sa" "ve")}.
 */
final class ScriptOperators {
    /** {@code save} writes a file. {@code from_file} reads one, and also writes it if it is shared. */
    private static final Set<String> OF_FILES = Set.of("save", "from_file");

    private static final String REMOTE_CALL = "rpc_";

    private static final Set<String> LIBRARIES = Set.of(
            "aten",
            "prim",
            "prims",
            "quantized",
            "_quantized",
            "sparse",
            "prepacked",
            "mkldnn",
            "mkldnn_prepacked",
            "onednn");

    private static final Set<String> LIBRARIES_OF_CLASSES = Set.of("quantized", "rnn", "sparse", "xnnpack", "mkldnn");

    private static final String CLASSES = "torch.classes.";

    private final List<String> tokens;

    private ScriptOperators(List<String> tokens) {
        this.tokens = tokens;
    }

    /** Returns the first operator of a source that is refused. */
    static Optional<String> refused(String source) {
        ScriptOperators operators = new ScriptOperators(ScriptTokens.of(source));
        for (int i = 0; i < operators.tokens.size(); i++) {
            String refused = operators.refusedAt(i);
            if (!refused.isEmpty()) {
                return Optional.of(refused);
            }
        }
        return Optional.empty();
    }

    /** Returns the first class of libtorch in the pickle of a module that is refused. Pickles hold names in ASCII. */
    static Optional<String> refusedClass(String pickle) {
        for (int at = pickle.indexOf(CLASSES); at >= 0; at = pickle.indexOf(CLASSES, at + 1)) {
            int begin = at + CLASSES.length();
            int end = begin;
            while (end < pickle.length() && ScriptTokens.isOfName(pickle.charAt(end))) {
                end++;
            }
            String library = pickle.substring(begin, end);
            if (!LIBRARIES_OF_CLASSES.contains(library)) {
                return Optional.of(CLASSES + library);
            }
        }
        return Optional.empty();
    }

    private String refusedAt(int i) {
        if (token(i).equals("classes")
                && token(i - 1).equals(".")
                && token(i - 2).equals("torch")) {
            return LIBRARIES_OF_CLASSES.contains(token(i + 2)) ? "" : CLASSES + token(i + 2);
        }
        boolean member = token(i - 1).equals(".");
        boolean declared = token(i + 1).equals(":");
        if (member || declared) {
            return "";
        }
        return switch (token(i)) {
            case "torch" -> ofTorch(i + 1);
            case "ops" -> ofLibrary(i + 1);
            default -> "";
        };
    }

    private String ofTorch(int i) {
        if (!token(i).equals(".")) {
            return "torch without a name";
        }
        return OF_FILES.contains(token(i + 1)) ? "torch." + token(i + 1) : "";
    }

    private String ofLibrary(int i) {
        if (!token(i).equals(".") || !token(i + 2).equals(".")) {
            return "ops without a name";
        }
        String name = token(i + 3);
        boolean allowed = LIBRARIES.contains(token(i + 1)) && !OF_FILES.contains(name) && !name.startsWith(REMOTE_CALL);
        return allowed ? "" : "ops." + token(i + 1) + "." + name;
    }

    private String token(int i) {
        return i >= 0 && i < tokens.size() ? tokens.get(i) : "";
    }
}
