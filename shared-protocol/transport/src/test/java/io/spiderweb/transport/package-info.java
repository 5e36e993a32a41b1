@NullMarked
package io.spiderweb.transport;

import org.jspecify.annotations.NullMarked;
