/**
 * The mount engine: many nodes as one file tree. Plain Java; the mount program puts a kernel mount or a command line on top of it,
 * the gateway its file tools.
 *
 * <p>Here is what a user of the engine starts with: which endpoints there are ({@link io.spiderweb.mount.EndpointSpec}), and
 * {@link io.spiderweb.mount.Workspace}, which works with paths. Below: {@code tree} (which node answers for a path), {@code
 * file} (open files), {@code link} (the connection to one node), {@code cache} (what is known until told otherwise), {@code
 * source} (where the endpoints of a workspace come from).
 */
@NullMarked
package io.spiderweb.mount;

import org.jspecify.annotations.NullMarked;
