/** What agents can do: the tools, their arguments and results, and how one is run in the workspace of a session. */
@NullMarked
package io.spiderweb.gateway.tool;

import org.jspecify.annotations.NullMarked;
