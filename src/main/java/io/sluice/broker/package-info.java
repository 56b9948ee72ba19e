/** A real Kafka broker inside this process, and the topics that Sluice describes in files. */
@NullMarked
package io.sluice.broker;

import org.jspecify.annotations.NullMarked;
