@NullMarked
package io.spiderweb.control.audit;

import org.jspecify.annotations.NullMarked;
