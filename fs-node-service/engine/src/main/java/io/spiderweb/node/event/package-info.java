/** What changed, in one numbered stream for the whole process, and who is told (spec fs-node 8). */
@NullMarked
package io.spiderweb.node.event;

import org.jspecify.annotations.NullMarked;
