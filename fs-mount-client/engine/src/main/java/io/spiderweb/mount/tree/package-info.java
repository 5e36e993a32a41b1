/** One tree over many nodes: which endpoint answers for a path, and the file operations on it. */
@NullMarked
package io.spiderweb.mount.tree;

import org.jspecify.annotations.NullMarked;
