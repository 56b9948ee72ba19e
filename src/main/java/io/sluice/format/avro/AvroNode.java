package io.sluice.format.avro;

import java.io.IOException;

/**
 * Reads one value of a writer's schema to its end, and hands over the fields that are wanted of it. It is immutable.
 */
@FunctionalInterface
interface AvroNode {
    void read(AvroInput in) throws IOException;
}
