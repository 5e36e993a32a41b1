/** A sample service, as small as one can be. */
@NullMarked
package io.spiderweb.service.app;

import org.jspecify.annotations.NullMarked;
