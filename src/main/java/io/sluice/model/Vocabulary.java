package io.sluice.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The items that a model knows, by id: {@code vocabulary.txt} holds one a line, and the item of line n, counted from 1,
 * has the id n. The id {@value #UNKNOWN} is every item that is not among them.
 *
 * <p>The file is UTF-8 and its lines end with a line feed, which the last one may go without.
 */
public final class Vocabulary {
    /** The id of what is not in the vocabulary. */
    public static final int UNKNOWN = 0;

    /** A float32 holds whole numbers up to here as they are, with one to spare. */
    public static final int MOST_ITEMS = (1 << 24) - 1;

    private final List<String> items;
    private final Map<String, Integer> ids;

    private Vocabulary(List<String> items) {
        this.items = items;
        this.ids = new HashMap<>(items.size() * 2);
    }

    /**
     * A vocabulary of items in the order of their ids.
     *
     * @throws BundleException where there is none or too many, or one is blank, holds a line's end or is there twice
     */
    public static Vocabulary of(List<String> items) {
        return of(items, "vocabulary");
    }

    /** Reads a vocabulary; a message begins with the file's name. */
    static Vocabulary read(byte[] lines, String file) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(lines))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BundleException(file + " is not UTF-8; write one item a line in UTF-8", e);
        }
        if (text.startsWith("\uFEFF")) {
            throw new BundleException(file + " begins with a byte order mark, which would be part of its first item;"
                    + " write it without");
        }
        String items = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return of(Stream.of(items.split("\n", -1)).toList(), file);
    }

    private static Vocabulary of(List<String> items, String file) {
        if (items.isEmpty() || items.size() > MOST_ITEMS) {
            throw new BundleException(file + " has " + items.size() + " items; there must be from 1 to " + MOST_ITEMS
                    + ", as ids come back as float32");
        }
        Vocabulary vocabulary = new Vocabulary(List.copyOf(items));
        for (int id = 1; id <= items.size(); id++) {
            vocabulary.add(items.get(id - 1), id, file);
        }
        return vocabulary;
    }

    private void add(String item, int id, String file) {
        if (item.isBlank()) {
            throw new BundleException(file + ", line " + id + " is blank; each line must hold an item");
        }
        if (item.indexOf('\r') >= 0 || item.indexOf('\n') >= 0) {
            throw new BundleException(
                    file + ", line " + id + " holds a carriage return or a line feed; lines end with one line feed");
        }
        Integer before = ids.put(item, id);
        if (before != null) {
            throw new BundleException(file + " has the item \"" + item + "\" in line " + before + " and in line " + id
                    + "; an item has one id");
        }
    }

    /** The number of items, which is the largest id. */
    public int size() {
        return items.size();
    }

    /** The id of an item, {@link #UNKNOWN} where it is not in the vocabulary. */
    public int id(String item) {
        return ids.getOrDefault(item, UNKNOWN);
    }

    /**
     * The item of an id from 1 to {@link #size()}.
     *
     * @throws IndexOutOfBoundsException where no item has this id
     */
    public String item(int id) {
        return items.get(id - 1);
    }

    /** The bytes of the file. */
    public byte[] toBytes() {
        return (String.join("\n", items) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
