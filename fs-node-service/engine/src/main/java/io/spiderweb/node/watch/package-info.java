/** Changes that local programs make, noticed with inotify in the directories that clients have looked into. */
@NullMarked
package io.spiderweb.node.watch;

import org.jspecify.annotations.NullMarked;
