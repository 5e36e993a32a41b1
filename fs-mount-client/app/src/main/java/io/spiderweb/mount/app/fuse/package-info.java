/** The tree as a kernel mount through libfuse 2, and what that cannot express. */
@NullMarked
package io.spiderweb.mount.app.fuse;

import org.jspecify.annotations.NullMarked;
