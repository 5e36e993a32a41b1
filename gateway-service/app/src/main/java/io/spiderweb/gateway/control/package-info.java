/** The control plane as the gateway sees it: its own connection as a service, and one for each client whose frames it passes on. */
@NullMarked
package io.spiderweb.gateway.control;

import org.jspecify.annotations.NullMarked;
