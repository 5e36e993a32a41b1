/** The provider that is always there: rules instead of a model, but real streams, real tool calls and real files. */
@NullMarked
package io.spiderweb.gateway.provider.demo;

import org.jspecify.annotations.NullMarked;
