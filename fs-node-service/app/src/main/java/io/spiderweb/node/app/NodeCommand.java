package io.spiderweb.node.app;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.spiderweb.node.export.ExportSpec;
import io.spiderweb.service.launch.Launcher;
import io.spiderweb.service.launch.Service;
import io.spiderweb.service.launch.ServiceOptions;
import io.spiderweb.service.launch.Settings;
import io.spiderweb.service.launch.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The command line of {@code spiderweb-fs-node} (spec fs-node 10.1). */
@QuarkusMain
@Command(
        name = "spiderweb-fs-node",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Offers directories of this machine at ws://ADDRESS:PORT/v2/fs.",
        footer = {
            "",
            "Tokens on a command line can be read by everybody on this machine; prefer the variables and --invite-file.",
            "",
            "Examples:",
            "  spiderweb-fs-node --export work=/srv/work --export docs=/srv/docs:ro",
            "  spiderweb-fs-node --export work=/srv/work --control-url ws://hub:18790 \\",
            "      --invite-file invite --node-name edge-1",
            "  spiderweb-fs-node --export work=/srv/work --control-url ws://hub:18790 \\",
            "      --pair-mode request --node-name edge-2",
            "  (reachable from elsewhere: --bind 0.0.0.0 --fs-url ws://edge-1:18891/v2/fs)"
        })
public final class NodeCommand implements Callable<Integer> {

    @Mixin
    private ServiceOptions service;

    @Option(
            names = "--export",
            paramLabel = "NAME=PATH[:ro]",
            description = "a directory to offer; repeatable (work=., the current directory)",
            converter = ExportText.class)
    private List<String> exports = List.of();

    @Option(
            names = "--auth-token",
            paramLabel = "TOKEN",
            description = "what clients must show (SPIDERWEB_FS_NODE_AUTH_TOKEN; paired: the node's secret)")
    private @Nullable String authToken;

    @Option(
            names = "--control-url",
            paramLabel = "URL",
            description = "control plane, or gateway, to be a node of (SPIDERWEB_CONTROL_URL)")
    private @Nullable String controlUrl;

    @Option(
            names = "--control-auth-token",
            paramLabel = "TOKEN",
            description = "role token for a control plane that takes no invite as credential (SPIDERWEB_AUTH_TOKEN)")
    private @Nullable String controlAuthToken;

    @Option(
            names = "--pair-mode",
            paramLabel = "MODE",
            description = "how to become a node: with an invite, or by a request that somebody approves"
                    + " (SPIDERWEB_PAIR_MODE; invite if there is one, else request)")
    private @Nullable PairMode pairMode;

    @Option(
            names = "--invite-token",
            paramLabel = "TOKEN",
            description = "invite to join with, once (SPIDERWEB_INVITE_TOKEN)")
    private @Nullable String inviteToken;

    @Option(names = "--invite-file", paramLabel = "FILE", description = "file with the invite in it")
    private @Nullable Path inviteFile;

    @Option(
            names = "--node-name",
            paramLabel = "NAME",
            description = "name in the control plane (SPIDERWEB_NODE_NAME; spiderweb-fs-node)")
    private @Nullable String nodeName;

    @Option(
            names = "--fs-url",
            paramLabel = "URL",
            description = "where clients reach this node (SPIDERWEB_FS_URL; ws://ADDRESS:PORT/v2/fs)")
    private @Nullable String fsUrl;

    @Option(
            names = "--state-file",
            paramLabel = "FILE",
            description = "the node's identity (DATA-DIR/NODE-NAME/node-state.json)")
    private @Nullable Path stateFile;

    @Option(names = "--lease-ttl-ms", paramLabel = "MS", description = "how long the lease lasts (900000)")
    private @Nullable Long leaseTtlMs;

    @Option(names = "--refresh-interval-ms", paramLabel = "MS", description = "how often it is renewed (60000)")
    private @Nullable Long refreshIntervalMs;

    @Option(names = "--reconnect-backoff-ms", paramLabel = "MS", description = "first wait after a failure (5000)")
    private @Nullable Long backoffMs;

    @Option(names = "--reconnect-backoff-max-ms", paramLabel = "MS", description = "longest such wait (60000)")
    private @Nullable Long backoffMaxMs;

    public static void main(String... args) {
        Launcher.run(new NodeCommand(), args);
    }

    @Override
    public Integer call() {
        Settings settings = service.settings();
        for (int i = 0; i < exports.size(); i++) {
            settings.set("spiderweb.export[" + i + "]", exports.get(i));
        }
        return Service.run(settings.set("spiderweb.session-token", authToken)
                .set("spiderweb.control-url", controlUrl)
                .set("spiderweb.auth-token", controlAuthToken)
                .set("spiderweb.pair-mode", pairMode)
                .set("spiderweb.invite-token", inviteToken)
                .set("spiderweb.invite-file", inviteFile)
                .set("spiderweb.node-name", nodeName)
                .set("spiderweb.fs-url", fsUrl)
                .set("spiderweb.state-file", stateFile)
                .set("spiderweb.lease-ttl-ms", leaseTtlMs)
                .set("spiderweb.refresh-interval-ms", refreshIntervalMs)
                .set("spiderweb.reconnect-backoff-ms", backoffMs)
                .set("spiderweb.reconnect-backoff-max-ms", backoffMaxMs));
    }

    /** Checks the form early, while a mistake is one of the command line. */
    static final class ExportText implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            try {
                ExportSpec.parse(text);
                return text;
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
