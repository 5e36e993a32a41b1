package io.spiderweb.wire.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.spiderweb.wire.Identifiers;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.InvalidJsonException.Kind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Pairing, leases and the node catalogue ({@code spec control 3.6}). Durations are milliseconds. */
public sealed interface NodeRequest extends ControlRequest {

    long DEFAULT_INVITE_MS = 1_800_000;
    long DEFAULT_LEASE_MS = 900_000;

    record InviteCreate(long expiresInMs) implements NodeRequest {
        static InviteCreate read(Fields fields) throws InvalidJsonException {
            return new InviteCreate(fields.unsigned("expires_in_ms", DEFAULT_INVITE_MS));
        }
    }

    /**
     * @param nodeName null for the node id
     * @param features what the node can do beyond the base protocol, such as {@code fs-token-1}; old nodes name none
     */
    record Join(
            Secret inviteToken,
            @Nullable String nodeName,
            @Nullable String fsUrl,
            long leaseTtlMs,
            @Nullable List<String> features)
            implements NodeRequest {

        static Join read(Fields fields) throws InvalidJsonException {
            return new Join(
                    fields.requiredSecret("invite_token"),
                    fields.optional("node_name", NodeRequest::isName, NAME_RULE),
                    fields.optional("fs_url", url -> url.isEmpty() || Identifiers.isFsUrl(url), URL_RULE),
                    fields.unsigned("lease_ttl_ms", DEFAULT_LEASE_MS),
                    fields.strings("features"));
        }
    }

    /**
     * Asks to become a node, for somebody to decide.
     *
     * @param nodeName null for the id that the request gets
     * @param features as in {@link Join}
     */
    record JoinRequest(
            @Nullable String nodeName,
            @Nullable String fsUrl,
            NodeReply.Platform platform,
            @Nullable List<String> features)
            implements NodeRequest {

        static JoinRequest read(Fields fields) throws InvalidJsonException {
            return new JoinRequest(
                    fields.optional("node_name", NodeRequest::isName, NAME_RULE),
                    fields.optional("fs_url", url -> url.isEmpty() || Identifiers.isFsUrl(url), URL_RULE),
                    PlatformChange.read(fields.optionalObject("platform")).of(NodeReply.Platform.UNKNOWN),
                    fields.strings("features"));
        }
    }

    record JoinPendingList() implements NodeRequest {}

    record JoinApprove(String requestId, long leaseTtlMs) implements NodeRequest {
        static JoinApprove read(Fields fields) throws InvalidJsonException {
            return new JoinApprove(identifier(fields, "request_id"), fields.unsigned("lease_ttl_ms", DEFAULT_LEASE_MS));
        }
    }

    record JoinDeny(String requestId) implements NodeRequest {
        static JoinDeny read(Fields fields) throws InvalidJsonException {
            return new JoinDeny(identifier(fields, "request_id"));
        }
    }

    /**
     * Fetches the credentials once the request was approved; ours ({@code spec control 11} row 8).
     *
     * @param requestNonce what the answer to the request told, which proves that this is the requester
     */
    record JoinCollect(String requestId, Secret requestNonce, long leaseTtlMs) implements NodeRequest {
        static JoinCollect read(Fields fields) throws InvalidJsonException {
            return new JoinCollect(
                    identifier(fields, "request_id"),
                    fields.requiredSecret("request_nonce"),
                    fields.unsigned("lease_ttl_ms", DEFAULT_LEASE_MS));
        }
    }

    record LeaseRefresh(
            String nodeId,
            Secret nodeSecret,
            long leaseTtlMs,
            @Nullable String fsUrl) implements NodeRequest {

        static LeaseRefresh read(Fields fields) throws InvalidJsonException {
            return new LeaseRefresh(
                    identifier(fields, "node_id"),
                    fields.requiredSecret("node_secret"),
                    fields.unsigned("lease_ttl_ms", DEFAULT_LEASE_MS),
                    fields.optional("fs_url", Identifiers::isFsUrl, URL_RULE));
        }
    }

    record Delete(String nodeId, Secret nodeSecret) implements NodeRequest {
        static Delete read(Fields fields) throws InvalidJsonException {
            return new Delete(identifier(fields, "node_id"), fields.requiredSecret("node_secret"));
        }
    }

    /**
     * What a node says of itself; a part that is left out (null) stays as it is.
     *
     * @param labels replace all labels
     * @param services replace all services
     */
    record ServiceUpsert(
            String nodeId,
            Secret nodeSecret,
            @Nullable PlatformChange platform,
            @Nullable Map<String, String> labels,
            @Nullable List<NodeService> services)
            implements NodeRequest {

        static ServiceUpsert read(Fields fields) throws InvalidJsonException {
            return new ServiceUpsert(
                    identifier(fields, "node_id"),
                    fields.requiredSecret("node_secret"),
                    fields.has("platform") ? PlatformChange.read(fields.optionalObject("platform")) : null,
                    fields.has("labels") ? labels(fields.optionalObject("labels")) : null,
                    fields.has("services") ? NodeService.readAll(fields) : null);
        }

        private static Map<String, String> labels(Fields labels) throws InvalidJsonException {
            Map<String, String> read = new LinkedHashMap<>();
            for (var label : labels.object().properties()) {
                String value = labels.text(label.getKey());
                if (!isName(label.getKey()) || !Identifiers.isDisplayName(value, 512, true)) {
                    throw new InvalidJsonException(
                            Kind.VALUE,
                            "a label has a name of " + NAME_RULE + " and at most 512 bytes without control characters");
                }
                read.put(label.getKey(), value);
            }
            return Collections.unmodifiableMap(read);
        }
    }

    /** The members of a platform that change; null stays as it is. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PlatformChange(
            @Nullable String os,
            @Nullable String arch,
            @Nullable String runtimeKind) {

        static PlatformChange read(Fields platform) throws InvalidJsonException {
            return new PlatformChange(
                    property(platform, "os"), property(platform, "arch"), property(platform, "runtime_kind"));
        }

        /** A platform as it is after this change. */
        public NodeReply.Platform of(NodeReply.Platform now) {
            return new NodeReply.Platform(
                    Objects.requireNonNullElse(os, now.os()),
                    Objects.requireNonNullElse(arch, now.arch()),
                    Objects.requireNonNullElse(runtimeKind, now.runtimeKind()));
        }

        private static @Nullable String property(Fields platform, String name) throws InvalidJsonException {
            return platform.optional(name, text -> Identifiers.isIdentifier(text, 64), "1 to 64 of A-Z a-z 0-9 - _ .");
        }
    }

    record ServiceGet(String nodeId) implements NodeRequest {
        static ServiceGet read(Fields fields) throws InvalidJsonException {
            return new ServiceGet(fields.required("node_id"));
        }
    }

    record ListAll() implements NodeRequest {}

    record Get(String nodeId) implements NodeRequest {
        static Get read(Fields fields) throws InvalidJsonException {
            return new Get(fields.required("node_id"));
        }
    }

    String NAME_RULE = "1 to 128 of A-Z a-z 0-9 - _ .";
    String URL_RULE = "a ws:// or wss:// address with /v2/fs in it, at most 512 bytes";

    private static String identifier(Fields fields, String member) throws InvalidJsonException {
        return fields.required(member, NodeRequest::isName, NAME_RULE);
    }

    private static boolean isName(String text) {
        return Identifiers.isIdentifier(text, 128);
    }
}
