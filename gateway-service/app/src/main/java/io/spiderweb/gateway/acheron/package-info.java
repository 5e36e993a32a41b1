/**
 * The tree of virtual files that a client walks on its own socket ({@code spec gateway 4, 5}): the agent that it talks to, its
 * chat and jobs, and descriptions of what there is.
 */
@NullMarked
package io.spiderweb.gateway.acheron;

import org.jspecify.annotations.NullMarked;
