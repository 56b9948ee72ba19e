/** The HTTP endpoint of a pipeline: health, metrics, the API, and the page with its login. */
@NullMarked
package io.sluice.http;

import org.jspecify.annotations.NullMarked;
