package io.spiderweb.control.projects;

import io.spiderweb.control.Refused;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.MountPath;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The rules for the mounts of one project ({@code spec control 4.6}). */
final class MountList {

    private static final int MAX_MOUNTS = 512;

    private MountList() {}

    /** @throws Refused {@code invalid_payload} if the text names no path */
    static MountPath path(String text) throws Refused {
        return MountPath.parse(text)
                .orElseThrow(() -> new Refused(
                        ErrorCode.INVALID_PAYLOAD,
                        "InvalidPayload: mount_path must be a path such as /src, without . and .. and control characters,"
                                + " with at most 255 bytes between slashes, not '" + text + "'"));
    }

    /** With one more mount at the end; an exact duplicate changes nothing. */
    static List<Mount> with(List<Mount> mounts, Mount added) throws Refused {
        if (mounts.contains(added)) {
            return mounts;
        }
        for (Mount mount : mounts) {
            if (mount.path().overlaps(added.path())) {
                throw new Refused(
                        ErrorCode.MOUNT_CONFLICT,
                        "MountConflict: " + added.path() + " overlaps " + mount.path() + " of the same project");
            }
        }
        if (mounts.size() >= MAX_MOUNTS) {
            throw new Refused(
                    ErrorCode.INVALID_PAYLOAD, "InvalidPayload: a project has at most " + MAX_MOUNTS + " mounts");
        }
        List<Mount> more = new ArrayList<>(mounts);
        more.add(added);
        return List.copyOf(more);
    }

    /** Without those that match, of which there must be one. */
    static List<Mount> without(List<Mount> mounts, Predicate<Mount> removed, String described) throws Refused {
        List<Mount> left = mounts.stream().filter(removed.negate()).toList();
        if (left.size() == mounts.size()) {
            throw new Refused(ErrorCode.MOUNT_NOT_FOUND, "MountNotFound: the project has no mount " + described);
        }
        return left;
    }
}
