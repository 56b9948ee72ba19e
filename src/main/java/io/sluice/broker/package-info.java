/** A real Kafka broker inside this process, topic files in Strimzi's format, and the admin calls that compare both. */
@NullMarked
package io.sluice.broker;

import org.jspecify.annotations.NullMarked;
