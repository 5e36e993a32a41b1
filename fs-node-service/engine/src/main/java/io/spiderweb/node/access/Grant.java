package io.spiderweb.node.access;

import org.jspecify.annotations.Nullable;

/**
 * What a connection may do.
 *
 * @param export the one export it may see; null for all
 * @param holder who it is for: open files may be used again by the same holder after a reconnect, by nobody else
 */
public record Grant(@Nullable String export, boolean readOnly, String holder) {

    static final Grant ALL = new Grant(null, false, "");

    public boolean covers(String exportName) {
        return export == null || export.equals(exportName);
    }
}
