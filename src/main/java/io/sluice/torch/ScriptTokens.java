package io.sluice.torch;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits the source of TorchScript into names and signs, by the rules of libtorch's own lexer. Text in quotes is one
 * sign, {@code "}, a number is the sign {@code 0}, and so is one that begins with its dot. {@code ...} is one sign.
 */
final class ScriptTokens {
    private static final String TYPE_COMMENT = "# type:";

    /** No access to a member, although it ends with a dot. */
    private static final String ELLIPSIS = "...";

    private final String source;
    private int at;

    private ScriptTokens(String source) {
        this.source = source;
    }

    /**
     * Returns the tokens of a source.
     *
     * @throws IllegalArgumentException if a text in quotes has no end
     */
    static List<String> of(String source) {
        ScriptTokens tokens = new ScriptTokens(source);
        List<String> found = new ArrayList<>();
        while (tokens.at < source.length()) {
            String token = tokens.next();
            if (!token.isBlank()) {
                found.add(token);
            }
        }
        return found;
    }

    private String next() {
        char first = source.charAt(at);
        if (first == '#') {
            return comment();
        }
        if (first == '"' || first == '\'') {
            return quoted(source.startsWith(String.valueOf(first).repeat(3), at) ? 3 : 1);
        }
        if (isOfName(first) || (first == '.' && isDigit(at + 1))) {
            return nameOrNumber();
        }
        if (source.startsWith(ELLIPSIS, at)) {
            at += ELLIPSIS.length();
            return ELLIPSIS;
        }
        at++;
        return first == '\\' ? " " : String.valueOf(first); // a backslash continues a line
    }

    /** A comment with a type is a part of the program. */
    private String comment() {
        if (source.startsWith(TYPE_COMMENT, at)) {
            at += TYPE_COMMENT.length();
        } else {
            int end = source.indexOf('\n', at);
            at = end < 0 ? source.length() : end;
        }
        return " ";
    }

    private String quoted(int quotes) {
        String quote = source.substring(at, at + quotes);
        at += quotes;
        while (!source.startsWith(quote, at)) {
            if (at >= source.length() || (quotes == 1 && source.charAt(at) == '\n')) {
                throw new IllegalArgumentException("a text has no end");
            }
            at += source.charAt(at) == '\\' ? 2 : 1;
        }
        at += quotes;
        return "\"";
    }

    private String nameOrNumber() {
        int begin = at;
        boolean number = source.charAt(at) == '.' || isDigit(at);
        while (at < source.length() && (isOfName(source.charAt(at)) || (number && source.charAt(at) == '.'))) {
            at++;
        }
        return number ? "0" : source.substring(begin, at);
    }

    private boolean isDigit(int i) {
        return i < source.length() && source.charAt(i) >= '0' && source.charAt(i) <= '9';
    }

    static boolean isOfName(char sign) {
        return sign == '_' || (sign < 128 && Character.isLetterOrDigit(sign));
    }
}
