/** HTTP to providers: one call of a REST client, whose answer is read piece by piece, with a bound on every wait and on its size. */
@NullMarked
package io.spiderweb.gateway.provider.http;

import org.jspecify.annotations.NullMarked;
