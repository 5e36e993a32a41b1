/** Joining and staying, against a control plane that speaks the real protocol. */
@NullMarked
package io.spiderweb.node.app.pairing;

import org.jspecify.annotations.NullMarked;
