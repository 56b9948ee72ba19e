/** Schemas of record values: the client of a schema registry, and schemas in files. */
@NullMarked
package io.sluice.schema;

import org.jspecify.annotations.NullMarked;
