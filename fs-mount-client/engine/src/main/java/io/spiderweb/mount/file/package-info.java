/** Open files: ordered, pipelined writes, and handles that survive a node's restart. */
@NullMarked
package io.spiderweb.mount.file;

import org.jspecify.annotations.NullMarked;
