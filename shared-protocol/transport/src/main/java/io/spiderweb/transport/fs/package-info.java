/** A connection to a file node on which hello is done, as a client has it. */
@NullMarked
package io.spiderweb.transport.fs;

import org.jspecify.annotations.NullMarked;
