/**
 * A node of the file tree: it offers directories of this machine over {@code /v2/fs} (spec fs-node).
 *
 * <p>{@link io.spiderweb.node.FsNode} is the whole; {@link io.spiderweb.node.NodeConnection} serves one client, whoever
 * dialled. The rooms: {@code export} (what is offered), {@code tree} (from node ids to files, and what keeps a client
 * beneath the root), {@code handle} (open files), {@code listing} (pages of directories), {@code event} (telling clients
 * what changed), {@code watch} (finding out what local programs changed), {@code access} (who may).
 */
@NullMarked
package io.spiderweb.node;

import org.jspecify.annotations.NullMarked;
