/** The whole state as one sealed file: made while the service runs, and put back into a store while it does not. */
@NullMarked
package io.spiderweb.control.backup;

import org.jspecify.annotations.NullMarked;
