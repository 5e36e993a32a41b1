package io.spiderweb.mount.app;

import io.spiderweb.mount.EndpointSpec;
import io.spiderweb.mount.app.fuse.FuseOptions;
import io.spiderweb.mount.source.WorkspaceAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asked to mount.
 *
 * @param endpoints those that stay whatever the workspace says
 * @param syncInterval how often the workspace is asked for; empty for once only
 * @param patience how long an operation waits for a node
 */
public record MountRequest(
        List<EndpointSpec> endpoints,
        Optional<WorkspaceAddress> workspace,
        Optional<Duration> syncInterval,
        Duration patience,
        Path mountPoint,
        FuseOptions options) {

    // static, because nothing else leads from main to the beans of an application that is not yet up
    private static volatile @Nullable MountRequest installed;

    public static void install(MountRequest request) {
        installed = request;
    }

    static MountRequest installed() {
        MountRequest request = installed;
        if (request == null) {
            throw new IllegalStateException("the command line installs the request first");
        }
        return request;
    }
}
