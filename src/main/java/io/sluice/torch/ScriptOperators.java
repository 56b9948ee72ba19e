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
 * operator is meant: {@code getattr(torch, "sa" "ve")}. To libtorch, {@code torch.autograd} is one more name of the
 * library {@code aten}.
 */
final class ScriptOperators {
    /** {@code save} writes a file. {@code from_file} reads one, and also writes it if it is shared. */
    private static final Set<String> OF_FILES = Set.of("save", "from_file");

    private static final String ATEN_AGAIN = "autograd";

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

    private static final String OF_UNKNOWN_LIBRARY = " of a library that Sluice does not know";

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

    /**
     * Returns the first class of libtorch in the pickle of a module that is refused. Pickles hold names in ASCII, as
     * two lines whose border can be at any dot.
     */
    static Optional<String> refusedClass(String content) {
        String pickle = content.replace('\n', '.');
        for (int at = pickle.indexOf(CLASSES); at >= 0; at = pickle.indexOf(CLASSES, at + 1)) {
            int begin = at + CLASSES.length();
            int end = begin;
            while (end < pickle.length() && ScriptTokens.isOfName(pickle.charAt(end))) {
                end++;
            }
            String library = pickle.substring(begin, end);
            if (!LIBRARIES_OF_CLASSES.contains(library)) {
                return Optional.of(unknownClass(library));
            }
        }
        return Optional.empty();
    }

    private String refusedAt(int i) {
        if (token(i).equals("classes")
                && token(i - 1).equals(".")
                && token(i - 2).equals("torch")) {
            return ofClasses(i + 1);
        }
        if (isMember(i) || isDeclared(i)) {
            return "";
        }
        return switch (token(i)) {
            case "torch" -> ofTorch(i + 1);
            case "ops" -> ofLibrary(i + 1);
            case "__torch__" -> ofOwnNames(i + 1);
            default -> "";
        };
    }

    private boolean isMember(int i) {
        return token(i - 1).equals(".");
    }

    /** A field, a method or a class may have any name. */
    private boolean isDeclared(int i) {
        String before = token(i - 1);
        return token(i + 1).equals(":") || before.equals("def") || before.equals("class");
    }

    private String ofTorch(int i) {
        if (!token(i).equals(".")) {
            return "torch without a name";
        }
        return isOfFiles(token(i + 1)) ? "torch." + token(i + 1) : "";
    }

    /** The names of the module's own classes begin with {@code __torch__}, and so do those of libtorch. */
    private String ofOwnNames(int i) {
        if (!token(i).equals(".")) {
            return "__torch__ without a name";
        }
        boolean bare = token(i + 1).equals("torch") && !token(i + 2).equals(".");
        return bare ? "__torch__.torch without a name" : "";
    }

    private String ofClasses(int i) {
        if (!token(i).equals(".")) {
            return "torch.classes without a name";
        }
        return LIBRARIES_OF_CLASSES.contains(token(i + 1)) ? "" : unknownClass(token(i + 1));
    }

    private static String unknownClass(String library) {
        return CLASSES + library + ", a class" + OF_UNKNOWN_LIBRARY;
    }

    private String ofLibrary(int i) {
        if (!token(i).equals(".") || !token(i + 2).equals(".")) {
            return "ops without a name";
        }
        String name = token(i + 3);
        String operator = "ops." + token(i + 1) + "." + name;
        if (!LIBRARIES.contains(token(i + 1))) {
            return operator + ", an operator" + OF_UNKNOWN_LIBRARY;
        }
        return isOfFiles(name) || name.startsWith(REMOTE_CALL) ? operator : "";
    }

    private static boolean isOfFiles(String name) {
        return OF_FILES.contains(name) || name.equals(ATEN_AGAIN);
    }

    private String token(int i) {
        return i >= 0 && i < tokens.size() ? tokens.get(i) : "";
    }
}
