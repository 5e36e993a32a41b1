/** What is known about a node's files until the node says otherwise, and the order that makes that right. */
@NullMarked
package io.spiderweb.mount.cache;

import org.jspecify.annotations.NullMarked;
