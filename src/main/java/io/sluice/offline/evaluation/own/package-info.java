/** Reads a user's own labelled data: rows with a label, or rows and a file of incidents. */
@NullMarked
package io.sluice.offline.evaluation.own;

import org.jspecify.annotations.NullMarked;
