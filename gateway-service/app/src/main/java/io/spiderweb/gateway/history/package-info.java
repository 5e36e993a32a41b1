/** What was said: the messages of every conversation, stored one by one before anyone acts on them, and which of them are kept. */
@NullMarked
package io.spiderweb.gateway.history;

import org.jspecify.annotations.NullMarked;
