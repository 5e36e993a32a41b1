/** The node as its clients see it: every test speaks frames to a real node over real files. */
@NullMarked
package io.spiderweb.node;

import org.jspecify.annotations.NullMarked;
