/** Who may connect: the bearer of an upgrade, checked by the control plane and remembered. */
@NullMarked
package io.spiderweb.gateway.auth;

import org.jspecify.annotations.NullMarked;
