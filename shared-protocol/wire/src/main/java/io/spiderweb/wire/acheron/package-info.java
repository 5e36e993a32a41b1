/**
 * The file protocol {@code acheron-1} of the runtime channel ({@code spec gateway 4}): requests and replies as records, and
 * {@link io.spiderweb.wire.acheron.AcheronCodec}. Numbers that name files are opaque to both sides.
 */
@NullMarked
package io.spiderweb.wire.acheron;

import org.jspecify.annotations.NullMarked;
