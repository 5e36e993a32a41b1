/** What an AI provider is to the gateway: one streamed round of a conversation, with tool calls. Each provider has a room below. */
@NullMarked
package io.spiderweb.gateway.provider;

import org.jspecify.annotations.NullMarked;
