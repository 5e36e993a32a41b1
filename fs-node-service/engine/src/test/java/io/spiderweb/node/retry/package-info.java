@NullMarked
package io.spiderweb.node.retry;

import org.jspecify.annotations.NullMarked;
