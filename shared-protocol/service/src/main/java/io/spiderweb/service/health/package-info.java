/** The application's SmallRye Health checks as the plain text of {@code /livez} and {@code /readyz} (spec control 8). */
@NullMarked
package io.spiderweb.service.health;

import org.jspecify.annotations.NullMarked;
