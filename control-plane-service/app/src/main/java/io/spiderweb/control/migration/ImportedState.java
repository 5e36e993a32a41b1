package io.spiderweb.control.migration;

import io.spiderweb.store.Content;
import io.spiderweb.store.Key;
import io.spiderweb.store.Lease;
import java.util.List;
import java.util.Map;

/**
 * A state of the reference as it is stored here.
 *
 * @param leftOut what was not taken over, and why, a line each
 */
record ImportedState(Map<Key, Content> documents, List<Lease> leases, List<String> leftOut) {}
