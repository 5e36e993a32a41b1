/** The files that agents work on: which workspaces are open, and what tools may ask of one. */
@NullMarked
package io.spiderweb.gateway.workspace;

import org.jspecify.annotations.NullMarked;
