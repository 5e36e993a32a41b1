/** What a node remembers of the changes that it made, so that one that is asked for again is not made twice. */
@NullMarked
package io.spiderweb.node.retry;

import org.jspecify.annotations.NullMarked;
