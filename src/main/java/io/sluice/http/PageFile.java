package io.sluice.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** A file of the page, as it is sent. */
final class PageFile {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "json", "application/json",
            "txt", "text/plain;charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon");

    private final String contentType;
    private final String tag;
    private final byte[] bytes;

    /**
     * Takes the content of a file.
     *
     * @throws IllegalArgumentException if the ending of the name is not known
     */
    PageFile(String name, byte[] bytes) {
        String ending = name.substring(name.lastIndexOf('.') + 1);
        String type = TYPES.get(ending);
        if (type == null) {
            throw new IllegalArgumentException("page file " + name + ": no content type is known for ." + ending);
        }
        this.contentType = type;
        this.tag = tag(bytes);
        this.bytes = bytes;
    }

    /** Returns a weak tag, because the server may compress the bytes. */
    private static String tag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "W/\"" + HexFormat.of().formatHex(digest, 0, 16) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    String contentType() {
        return contentType;
    }

    /** Returns the entity tag, which changes with the content. */
    String tag() {
        return tag;
    }

    byte[] bytes() {
        return bytes;
    }
}
