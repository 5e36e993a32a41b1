@NullMarked
package io.spiderweb.wire.acheron;

import org.jspecify.annotations.NullMarked;
