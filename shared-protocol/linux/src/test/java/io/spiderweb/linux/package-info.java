/// Tests against the running kernel.
@NullMarked
package io.spiderweb.linux;

import org.jspecify.annotations.NullMarked;
