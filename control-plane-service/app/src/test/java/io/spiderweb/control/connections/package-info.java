@NullMarked
package io.spiderweb.control.connections;

import org.jspecify.annotations.NullMarked;
