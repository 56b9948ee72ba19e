package io.sluice.cli.common;

import io.sluice.Internal;
import java.util.regex.Pattern;

/**
 * Makes text of strangers fit to be printed. A record may hold control characters that would drive the terminal: clear
 * it, colour it, or set its title. They become escapes such as {@code \}{@code u001b}, which JSON has as well. Line
 * feeds and tabs stay, and so does a carriage return before a line feed.
 */
@Internal
public final class Printable {
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\x80-\\x9f&&[^\\n\\t\\r]]|\\r(?!\\n)");

    private Printable() {}

    /** Returns a text with escapes in place of control characters. */
    public static String of(String text) {
        return CONTROLS.matcher(text)
                .replaceAll(
                        found -> String.format("\\\\u%04x", (int) found.group().charAt(0)));
    }

    /** Returns a text of a single line and column: line ends and tabs become escapes, too. */
    public static String inLine(String text) {
        return of(text).replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
    }
}
