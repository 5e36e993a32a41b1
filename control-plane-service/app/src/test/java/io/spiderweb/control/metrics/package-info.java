@NullMarked
package io.spiderweb.control.metrics;

import org.jspecify.annotations.NullMarked;
