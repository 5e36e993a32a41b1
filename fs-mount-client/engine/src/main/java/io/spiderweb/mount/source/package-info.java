/** Where the endpoints of a workspace come from: the control plane's workspace status. */
@NullMarked
package io.spiderweb.mount.source;

import org.jspecify.annotations.NullMarked;
