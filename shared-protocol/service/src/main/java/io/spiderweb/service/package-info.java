/**
 * What the four services share and an engine must not know: the configuration that all of them have.
 *
 * <p>Beside it: {@code launch} (command line first, Quarkus second), {@code lifecycle} (stopping in order),
 * {@code health} and {@code metrics} (what an operator looks at). The defaults that all services share lie in
 * {@code META-INF/microprofile-config.properties}; a service's own {@code application.properties} wins over them.
 */
@NullMarked
package io.spiderweb.service;

import org.jspecify.annotations.NullMarked;
