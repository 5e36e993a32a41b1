package io.spiderweb.stack.containers;

import io.spiderweb.stack.OwnerFile;
import io.spiderweb.stack.StackException;
import io.spiderweb.transport.control.LocalCredentials;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The data directories of the services, one below the other by the name of the service: what each may see is in its own alone. */
record HandOver(Path directory) {

    /** The control plane makes it at its first start. */
    Secret adminToken() throws StackException, IOException {
        Path own = directory.resolve("control-plane");
        return new LocalCredentials(own)
                .adminToken()
                .orElseThrow(() -> new StackException("there is no admin token in " + own));
    }

    /** With it the gateway asks the control plane whose token it was shown. */
    void toGateway() throws IOException {
        String token = Files.readString(directory.resolve("control-plane/service_token"));
        new OwnerFile(directory.resolve("gateway/service_token")).write(token);
    }

    boolean hasInvite(String node) {
        return Files.exists(invite(node));
    }

    void toNode(String node, Secret invite) throws IOException {
        new OwnerFile(invite(node)).write(invite.reveal() + "\n");
    }

    /** What lets a mount ask for a workspace with its nodes' credentials is the admin token, and nothing less ({@code spec control 3.8}). */
    void toMount(String projectId) throws StackException, IOException {
        Path own = directory.resolve("mount");
        new OwnerFile(own.resolve("auth_tokens.json"))
                .write(Json.write(Json.object().put("admin_token", adminToken().reveal())));
        // the last of the two: it is what the mount waits for
        new OwnerFile(own.resolve("arguments")).write("--project-id " + projectId + "\n");
    }

    private Path invite(String node) {
        return directory.resolve(node).resolve("invite");
    }
}
