/** The connection to one node: kept open in the background, bounded in what is in flight, every wait with an end. */
@NullMarked
package io.spiderweb.mount.link;

import org.jspecify.annotations.NullMarked;
