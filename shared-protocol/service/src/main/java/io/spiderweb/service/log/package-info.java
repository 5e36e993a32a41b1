/** The log: one event is one line, says what it is about, and shows no secret. */
@NullMarked
package io.spiderweb.service.log;

import org.jspecify.annotations.NullMarked;
