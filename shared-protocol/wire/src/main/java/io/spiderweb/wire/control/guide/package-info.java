/**
 * What the operations of the control channel are for, and what their payloads may hold: one description for the help of the
 * command line, its completion, the reference and the AsyncAPI document. Tests hold it against what the server reads.
 */
@NullMarked
package io.spiderweb.wire.control.guide;

import org.jspecify.annotations.NullMarked;
