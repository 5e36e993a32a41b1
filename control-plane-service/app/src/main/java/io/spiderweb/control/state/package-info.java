/** Documents, and the one way to change them: all of a change or nothing, acknowledged once it would survive a power cut. */
@NullMarked
package io.spiderweb.control.state;

import org.jspecify.annotations.NullMarked;
