/** The observability listener of a service, apart from the port that its users reach (spec control 8). */
@NullMarked
package io.spiderweb.service.metrics;

import org.jspecify.annotations.NullMarked;
