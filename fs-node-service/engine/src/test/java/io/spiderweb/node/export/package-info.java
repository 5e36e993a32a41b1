/** How exports are written. */
@NullMarked
package io.spiderweb.node.export;

import org.jspecify.annotations.NullMarked;
