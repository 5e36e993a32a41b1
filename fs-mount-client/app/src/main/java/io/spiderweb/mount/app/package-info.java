/**
 * {@code spiderweb-fs-mount}: the tree as a kernel mount, or one operation on it from a command line. {@code command} has the
 * command line, {@code fuse} the adapter to libfuse; here is the mount as a service with health and metrics.
 */
@NullMarked
package io.spiderweb.mount.app;

import org.jspecify.annotations.NullMarked;
