/**
 * The frames without a channel that agents' clients and the gateway exchange ({@code spec gateway 7}): a chat turn, its
 * streamed answer, and what its tools did.
 */
@NullMarked
package io.spiderweb.wire.chat;

import org.jspecify.annotations.NullMarked;
