@NullMarked
package io.spiderweb.control.topology;

import org.jspecify.annotations.NullMarked;
