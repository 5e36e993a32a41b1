/**
 * The file operations of {@code /v2/fs} ({@code spec fs-node}): requests, replies and events as records, and
 * {@link io.spiderweb.wire.fs.FsCodec} between them and frames. A further operation is one record, one reply and one row of
 * {@link io.spiderweb.wire.fs.FsOperation}.
 */
@NullMarked
package io.spiderweb.wire.fs;

import org.jspecify.annotations.NullMarked;
