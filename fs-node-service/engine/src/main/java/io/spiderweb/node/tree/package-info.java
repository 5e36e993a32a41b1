/** From node ids to files: which files clients know, and reaching them without ever leaving the export. */
@NullMarked
package io.spiderweb.node.tree;

import org.jspecify.annotations.NullMarked;
