/**
 * The {@code control} channel ({@code spec control}): requests and replies of projects, nodes, sessions and workspaces as
 * records, the pushes between them, and {@link io.spiderweb.wire.control.ControlCodec}. A further operation is one record for
 * its request, one for its reply and one row of {@link io.spiderweb.wire.control.ControlOperation}. The {@code internal}
 * operations share envelope and codec; only services may call them.
 */
@NullMarked
package io.spiderweb.wire.control;

import org.jspecify.annotations.NullMarked;
