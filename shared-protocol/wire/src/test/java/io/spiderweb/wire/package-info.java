@NullMarked
package io.spiderweb.wire;

import org.jspecify.annotations.NullMarked;
