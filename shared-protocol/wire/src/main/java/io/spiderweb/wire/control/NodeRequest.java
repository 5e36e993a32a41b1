package io.spiderweb.wire.control;

import io.spiderweb.wire.Identifiers;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import java.util.List;
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

    record LeaseRefresh(
            String nodeId,
            Secret nodeSecret,
            long leaseTtlMs,
            @Nullable String fsUrl) implements NodeRequest {

        static LeaseRefresh read(Fields fields) throws InvalidJsonException {
            return new LeaseRefresh(
                    fields.required("node_id", NodeRequest::isName, NAME_RULE),
                    fields.requiredSecret("node_secret"),
                    fields.unsigned("lease_ttl_ms", DEFAULT_LEASE_MS),
                    fields.optional("fs_url", Identifiers::isFsUrl, URL_RULE));
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

    private static boolean isName(String text) {
        return Identifiers.isIdentifier(text, 128);
    }
}
