/** Doubles of what stands outside the gateway: a scripted control plane, a scripted provider, files in a local directory. */
@NullMarked
package io.spiderweb.gateway.testing;

import org.jspecify.annotations.NullMarked;
