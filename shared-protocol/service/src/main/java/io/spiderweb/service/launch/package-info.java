/**
 * From {@code main} to a running service.
 *
 * <p>{@link io.spiderweb.service.launch.Launcher} parses the command line with picocli before anything else is up, so
 * that {@code --help}, mistakes and one-shot commands never start Quarkus. A command that is a service ends in {@link
 * io.spiderweb.service.launch.Service#run}, which hands its options to Quarkus as a configuration source. What wins:
 * option, then environment variable, then {@code --config} file, then default.
 *
 * <p>A service has exactly one {@code @QuarkusMain} class, with a {@code public static void main} that calls the
 * launcher. The Quarkus picocli extension then installs no runner of its own and needs no {@code @TopCommand}.
 *
 * <p>Exit status: 0 done, or stopped in order by SIGTERM or SIGINT; 1 failed; 2 the command line is wrong.
 */
@NullMarked
package io.spiderweb.service.launch;

import org.jspecify.annotations.NullMarked;
