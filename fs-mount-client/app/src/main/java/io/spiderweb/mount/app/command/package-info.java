/** The command line. A command that does one thing and ends never starts Quarkus ({@code spec mount 1}). */
@NullMarked
package io.spiderweb.mount.app.command;

import org.jspecify.annotations.NullMarked;
