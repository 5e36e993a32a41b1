/** Stopping in order: not ready first, then the application's own work, then its clients, then the process. */
@NullMarked
package io.spiderweb.service.lifecycle;

import org.jspecify.annotations.NullMarked;
