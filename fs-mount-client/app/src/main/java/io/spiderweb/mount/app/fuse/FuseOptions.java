package io.spiderweb.mount.app.fuse;

import java.util.ArrayList;
import java.util.List;

/**
 * What can be chosen for a kernel mount.
 *
 * @param allowOther whether other users than the one who mounts may use it; for all but root {@code /etc/fuse.conf} must say
 *     {@code user_allow_other}
 */
public record FuseOptions(boolean readOnly, boolean allowOther) {

    /**
     * Nothing is kept in the kernel beyond one call: libfuse 2 cannot tell it that something has changed. Content is kept while a
     * file is open, and not beyond.
     */
    private static final String COMMON =
            "fsname=spiderweb,subtype=spiderweb,use_ino,attr_timeout=0,entry_timeout=0,negative_timeout=0,big_writes";

    String[] arguments() {
        List<String> options = new ArrayList<>(List.of(COMMON));
        if (readOnly) {
            options.add("ro");
        }
        if (allowOther) {
            options.add("allow_other");
        }
        return new String[] {"-o", String.join(",", options)};
    }
}
