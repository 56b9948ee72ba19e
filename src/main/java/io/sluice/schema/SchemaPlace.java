package io.sluice.schema;

import java.util.List;
import java.util.Set;

/** A place in the events of a schema. There may be a value, or further places below it. */
public interface SchemaPlace {
    /** Returns the places to which a token of a JSON pointer may lead from here; empty if it leads nowhere. */
    List<SchemaPlace> below(String token);

    /** Returns the tokens that the schema names here. Further ones may lead to a place, such as the keys of a map. */
    Set<String> tokens();

    /** Returns true if there may be a single value that a field can have: a number, a text or a time. */
    boolean isValue();

    /** Returns true if a token of a JSON pointer is an index of an array. */
    static boolean isIndex(String token) {
        return token.matches("0|[1-9]\\d{0,8}");
    }
}
