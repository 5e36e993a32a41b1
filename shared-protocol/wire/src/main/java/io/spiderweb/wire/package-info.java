/**
 * What every message of <i>unified-v2</i> is made of: error codes, errno numbers, secrets, identifiers and path rules, and
 * {@link io.spiderweb.wire.Decoded}, the result of every decoder.
 *
 * <p>The rooms below hold one family of messages each: {@code control} (projects, nodes, sessions), {@code fs} (the file
 * operations of {@code /v2/fs}), {@code chat} (channel-less frames of the gateway), {@code acheron} (the
 * gateway's tree of virtual files). A message is one record and one row in its
 * family's table. Nothing in this module throws on hostile input: a decoder answers with a value or with the error that the
 * peer is owed.
 */
@NullMarked
package io.spiderweb.wire;

import org.jspecify.annotations.NullMarked;
