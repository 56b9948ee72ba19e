/** What the brokers of a torture demand of the pipelines: nothing, or TLS, a login and permissions. */
@NullMarked
package io.sluice.offline.torture.security;

import org.jspecify.annotations.NullMarked;
