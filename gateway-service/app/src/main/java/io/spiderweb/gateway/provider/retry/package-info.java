/** What to do where a provider fails in a way that may pass. */
@NullMarked
package io.spiderweb.gateway.provider.retry;

import org.jspecify.annotations.NullMarked;
