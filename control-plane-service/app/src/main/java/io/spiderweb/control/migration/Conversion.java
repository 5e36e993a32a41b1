package io.spiderweb.control.migration;

import io.spiderweb.control.auth.KeyedHash;
import io.spiderweb.control.auth.StoredTokens;
import io.spiderweb.control.auth.Tokens;
import io.spiderweb.control.leases.Node;
import io.spiderweb.control.leases.NodeCatalog;
import io.spiderweb.control.leases.TimeToLive;
import io.spiderweb.control.pairing.Invite;
import io.spiderweb.control.pairing.JoinRequest;
import io.spiderweb.control.projects.Binding;
import io.spiderweb.control.projects.Mount;
import io.spiderweb.control.projects.Project;
import io.spiderweb.control.projects.SystemProject;
import io.spiderweb.control.services.Offer;
import io.spiderweb.control.state.Ledger;
import io.spiderweb.control.state.Ledger.Sequence;
import io.spiderweb.control.state.Table;
import io.spiderweb.control.state.Total;
import io.spiderweb.store.Content;
import io.spiderweb.store.Key;
import io.spiderweb.store.Lease;
import io.spiderweb.wire.MountPath;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of a state of the reference here: ids, secrets and times stay, and tokens are kept as keyed hashes. */
final class Conversion {

    /** A request that was filed there has as long as one that is filed here now. */
    private static final Duration REQUEST = Duration.ofHours(1);

    private static final Map<String, Total> TOTALS = Map.ofEntries(
            Map.entry("invites_created_total", Total.INVITES_CREATED),
            Map.entry("invites_redeemed_total", Total.INVITES_REDEEMED),
            Map.entry("node_joins_total", Total.NODE_JOINS),
            Map.entry("node_lease_refresh_total", Total.LEASE_REFRESHES),
            Map.entry("nodes_ensured_total", Total.NODES_ENSURED),
            Map.entry("node_deletes_total", Total.NODE_DELETES),
            Map.entry("lease_reap_nodes_total", Total.NODES_REAPED),
            Map.entry("project_creates_total", Total.PROJECT_CREATES),
            Map.entry("project_updates_total", Total.PROJECT_UPDATES),
            Map.entry("project_deletes_total", Total.PROJECT_DELETES),
            Map.entry("project_token_rotates_total", Total.TOKEN_ROTATES),
            Map.entry("project_token_revokes_total", Total.TOKEN_REVOKES),
            Map.entry("project_activations_total", Total.ACTIVATIONS),
            Map.entry("mount_sets_total", Total.MOUNT_SETS),
            Map.entry("mount_removes_total", Total.MOUNT_REMOVES));

    private final long nowMs;
    private final Map<Key, Content> documents = new LinkedHashMap<>();
    private final List<Lease> leases = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private final Map<Sequence, Long> next = new EnumMap<>(Sequence.class);
    private final Map<Total, Long> totals = new EnumMap<>(Total.class);
    private final KeyedHash hash;

    private Conversion(long nowMs) {
        this.nowMs = nowMs;
        KeyedHash.Stored key = KeyedHash.newKey();
        this.hash = KeyedHash.of(key);
        put(KeyedHash.TABLE, KeyedHash.ID, key);
    }

    /** @param tokens null for none: new ones are made at the first start */
    static ImportedState convert(ReferenceState state, @Nullable StoredTokens tokens, long nowMs) {
        Conversion conversion = new Conversion(nowMs);
        state.invites().forEach(conversion::invite);
        state.nodes().forEach(conversion::node);
        state.pendingJoins().forEach(conversion::pendingJoin);
        state.projects().forEach(conversion::project);
        state.activeProjects().forEach((agent, project) -> conversion.binding(state, agent, project));
        if (tokens != null) {
            conversion.put(StoredTokens.TABLE, StoredTokens.ID, tokens);
        }
        conversion.ledger(state);
        return new ImportedState(conversion.documents, conversion.leases, conversion.leftOut);
    }

    private void invite(ReferenceState.Invite invite) {
        numbered(Sequence.INVITE, "invite-", invite.id());
        if (invite.redeemed() || invite.expiresAtMs() <= nowMs) {
            leftOut.add(invite.id() + ": it was " + (invite.redeemed() ? "used" : "expired") + " already");
            return;
        }
        long expires = nowMs + TimeToLive.clamped(invite.expiresAtMs() - nowMs).toMillis();
        put(Invite.TABLE, hash.of(invite.token()), new Invite(invite.id(), invite.createdAtMs(), expires, false));
        count(Total.INVITES_ACTIVE);
    }

    private void node(ReferenceState.Node node) {
        numbered(Sequence.NODE, "node-", node.id());
        put(
                Node.TABLE,
                node.id(),
                new Node(
                        node.id(),
                        node.name(),
                        node.fsUrl(),
                        node.secret(),
                        node.platform(),
                        List.of(),
                        node.joinedAtMs(),
                        node.leaseExpiresAtMs() > nowMs,
                        0,
                        node.services().size()));
        if (!node.labels().isEmpty() || !node.services().isEmpty()) {
            put(Offer.TABLE, node.id(), new Offer(node.labels(), node.services()));
        }
        put(NodeCatalog.Credential.TABLE, hash.of(node.secret()), new NodeCatalog.Credential(node.id()));
        leases.add(new Lease(
                node.id(),
                node.lastSeenMs(),
                Math.min(
                        node.leaseExpiresAtMs(),
                        nowMs + TimeToLive.clamped(Long.MAX_VALUE).toMillis())));
        count(Total.NODES);
    }

    private void pendingJoin(ReferenceState.PendingJoin asked) {
        numbered(Sequence.PENDING_JOIN, "pending-join-", asked.id());
        put(
                JoinRequest.TABLE,
                asked.id(),
                new JoinRequest(
                        asked.id(),
                        // nobody was told a nonce: whoever approves is told the credentials, as before
                        hash.of(Tokens.joinRequest()),
                        asked.nodeName(),
                        asked.fsUrl(),
                        asked.platform(),
                        List.of(),
                        null,
                        asked.requestedAtMs(),
                        nowMs + REQUEST.toMillis(),
                        new JoinRequest.State.Pending()));
    }

    private void project(ReferenceState.Project project) {
        numbered(Sequence.PROJECT, "proj-", project.id());
        boolean isSystem = project.id().equals(Project.SYSTEM);
        if (project.token() == null && !isSystem) {
            leftOut.add(project.id() + ": it had no token; project_token_rotate makes one");
        }
        if (project.isDeleteProtected() && !isSystem) {
            leftOut.add(project.id() + ": only " + Project.SYSTEM + " is protected from being deleted here");
        }
        Secret token = project.token() == null ? Tokens.project() : project.token();
        if (isSystem) {
            put(SystemProject.TOKEN, Project.SYSTEM, new SystemProject.Token(token));
        }
        List<Mount> mounts = project.mounts().stream()
                .flatMap(mount -> mount(project, mount).stream())
                .toList();
        put(
                Project.TABLE,
                project.id(),
                new Project(
                        project.id(),
                        project.name(),
                        project.vision(),
                        project.status(),
                        hash.of(token),
                        project.createdAtMs(),
                        project.updatedAtMs(),
                        mounts));
        count(Total.PROJECTS);
        totals.merge(Total.MOUNTS, (long) mounts.size(), Long::sum);
    }

    private Optional<Mount> mount(ReferenceState.Project project, ReferenceState.Mount mount) {
        Optional<MountPath> path = MountPath.parse(mount.path());
        if (path.isEmpty()) {
            leftOut.add(project.id() + ": its mount at " + mount.path() + ", which is no path here");
        }
        return path.map(parsed -> new Mount(parsed, mount.nodeId(), mount.exportName()));
    }

    private void binding(ReferenceState state, String agentId, String projectId) {
        if (state.projects().stream().noneMatch(project -> project.id().equals(projectId))) {
            leftOut.add("agent " + agentId + ": the project that it worked in is gone");
            return;
        }
        put(Binding.TABLE, agentId, new Binding(projectId));
        count(Total.BINDINGS);
    }

    private void ledger(ReferenceState state) {
        atLeast(Sequence.INVITE, state.next().getOrDefault("invite_id", 1L));
        atLeast(Sequence.NODE, state.next().getOrDefault("node_id", 1L));
        atLeast(Sequence.PENDING_JOIN, state.next().getOrDefault("pending_join_id", 1L));
        atLeast(Sequence.PROJECT, state.next().getOrDefault("project_id", 1L));
        TOTALS.forEach((name, total) -> totals.put(total, state.metrics().getOrDefault(name, 0L)));
        put(Ledger.TABLE, Ledger.ID, new Ledger(next, totals));
    }

    /** No number is given again, whatever the counter says. */
    private void numbered(Sequence sequence, String prefix, String id) {
        if (id.startsWith(prefix) && id.substring(prefix.length()).matches("\\d{1,18}")) {
            atLeast(sequence, Long.parseLong(id.substring(prefix.length())) + 1);
        }
    }

    private void atLeast(Sequence sequence, long number) {
        next.merge(sequence, number, Math::max);
    }

    private void count(Total total) {
        totals.merge(total, 1L, Long::sum);
    }

    private <T> void put(Table<T> table, String id, T value) {
        documents.put(table.key(id), new Content(Json.write(value)));
    }
}
