/** Server-sent events, as providers stream their answers. */
@NullMarked
package io.spiderweb.gateway.provider.sse;

import org.jspecify.annotations.NullMarked;
