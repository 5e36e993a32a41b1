/** Who a bearer token speaks for, where the control plane's own secrets lie, and which further token a mutation must show. */
@NullMarked
package io.spiderweb.control.auth;

import org.jspecify.annotations.NullMarked;
