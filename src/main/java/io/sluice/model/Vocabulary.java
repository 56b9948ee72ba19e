package io.sluice.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The items that a model knows, by id. {@code vocabulary.txt} holds one item a line, and the item of line n, counted
 * from 1, has the id n. All other items share the id {@value #UNKNOWN}.
 *
 * <p>The file is UTF-8 and its lines end with a line feed, which is optional in the last line.
 */
public final class Vocabulary {
    /** The id of every item that is not in the vocabulary. */
    public static final int UNKNOWN = 0;

    /** The largest number of items: a float32 represents whole numbers exactly up to this one and the next. */
    static final int MOST_ITEMS = (1 << 24) - 1;

    /** The largest number of scores of items that one call of a model may compute: 256 MB of float32. */
    public static final int MOST_SCORES = 1 << 26;

    private final List<String> items;
    private final Map<String, Integer> ids;

    private Vocabulary(List<String> items) {
        this.items = items;
        this.ids = new HashMap<>(items.size() * 2);
    }

    /**
     * Makes a vocabulary of items in the order of their ids.
     *
     * @throws BundleException if there are no items or too many, or if an item is blank, contains a line break or
     *     occurs twice
     */
    public static Vocabulary of(List<String> items) {
        return of(items, "vocabulary");
    }

    /**
     * Reads a vocabulary.
     *
     * @param file the name of the file, with which the message of an error begins
     * @throws BundleException if it is not one distinct item a line, in UTF-8
     */
    public static Vocabulary read(byte[] lines, String file) {
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
            throw new BundleException(
                    file + " begins with a byte order mark, which would be part of its first item; remove it");
        }
        String items = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return of(Stream.of(items.split("\n", -1)).toList(), file);
    }

    private static Vocabulary of(List<String> items, String file) {
        if (items.isEmpty() || items.size() > MOST_ITEMS) {
            throw new BundleException(file + " has " + items.size() + " items; it must have from 1 to " + MOST_ITEMS
                    + ", because the model returns ids as float32");
        }
        Vocabulary vocabulary = new Vocabulary(List.copyOf(items));
        for (int id = 1; id <= items.size(); id++) {
            vocabulary.add(items.get(id - 1), id, file);
        }
        return vocabulary;
    }

    private void add(String item, int id, String file) {
        if (item.isBlank()) {
            throw new BundleException(file + ", line " + id + " is blank; write one item a line");
        }
        if (item.indexOf('\r') >= 0 || item.indexOf('\n') >= 0) {
            throw new BundleException(file + ", line " + id
                    + " contains a carriage return or a line feed; end each line with one line feed");
        }
        Integer earlier = ids.put(item, id);
        if (earlier != null) {
            throw new BundleException(file + " has the item \"" + item + "\" in line " + earlier + " and in line " + id
                    + "; remove one of them");
        }
    }

    /** Returns the number of items, which is the largest id. */
    public int size() {
        return items.size();
    }

    /** Returns the id of an item; {@link #UNKNOWN} if it is not in the vocabulary. */
    public int id(String item) {
        return ids.getOrDefault(item, UNKNOWN);
    }

    /**
     * Returns the item of an id from 1 to {@link #size()}.
     *
     * @throws IndexOutOfBoundsException if no item has this id
     */
    public String item(int id) {
        return items.get(id - 1);
    }

    /** Returns the bytes of the file. */
    public byte[] toBytes() {
        return (String.join("\n", items) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
