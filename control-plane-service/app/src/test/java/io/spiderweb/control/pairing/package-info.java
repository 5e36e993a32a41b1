@NullMarked
package io.spiderweb.control.pairing;

import org.jspecify.annotations.NullMarked;
