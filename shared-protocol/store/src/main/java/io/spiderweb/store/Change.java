package io.spiderweb.store;

import org.jspecify.annotations.Nullable;

/**
 * One change in the log.
 *
 * @param revision shared by all changes of one transaction
 * @param content what was written, or null if the document was deleted
 */
public record Change(long revision, Key key, @Nullable Content content) {}
