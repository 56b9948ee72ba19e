/** Long runs of pipelines under a steady load, and what they do to memory, threads and files. */
@NullMarked
package io.sluice.offline.soak;

import org.jspecify.annotations.NullMarked;
