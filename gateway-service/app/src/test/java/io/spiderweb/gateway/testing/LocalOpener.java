package io.spiderweb.gateway.testing;

import io.spiderweb.gateway.workspace.WorkspaceFiles;
import io.spiderweb.wire.control.WorkspaceStatus;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Every workspace of a test is the same local directory. */
@Singleton
class LocalOpener implements WorkspaceFiles.Opener {

    private final Path files;

    @Inject
    LocalOpener(@ConfigProperty(name = GatewayTestResource.FILES) Path files) {
        this.files = files;
    }

    @Override
    public WorkspaceFiles open(WorkspaceStatus status) {
        return new LocalFiles(files);
    }
}
