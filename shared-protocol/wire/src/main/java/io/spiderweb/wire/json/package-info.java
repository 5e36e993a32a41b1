/** Strict JSON and typed access to the members of an object; what all codecs are built from. */
@NullMarked
package io.spiderweb.wire.json;

import org.jspecify.annotations.NullMarked;
