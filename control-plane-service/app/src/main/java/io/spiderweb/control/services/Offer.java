package io.spiderweb.control.services;

import io.spiderweb.control.Refused;
import io.spiderweb.control.state.Table;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.control.NodeRequest;
import io.spiderweb.wire.control.NodeService;
import io.spiderweb.wire.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A node's labels and services, stored under its id; kept apart from the node, which is read far more often. */
public record Offer(Map<String, String> labels, List<NodeService> services) {

    public static final Table<Offer> TABLE = new Table<>("node-services", Offer.class);

    static final Offer NOTHING = new Offer(Map.of(), List.of());

    /** What one node may occupy, in characters of JSON. */
    private static final int MAX_SIZE = 64 << 10;

    /** @throws Refused {@code invalid_payload} if it is too large */
    Offer with(NodeRequest.ServiceUpsert change) throws Refused {
        Offer changed = new Offer(
                Objects.requireNonNullElse(change.labels(), labels),
                Objects.requireNonNullElse(change.services(), services));
        int size = Json.write(changed).length();
        if (size > MAX_SIZE) {
            throw new Refused(
                    ErrorCode.INVALID_PAYLOAD,
                    "InvalidPayload: the labels and services of a node have at most " + MAX_SIZE
                            + " characters as JSON, not " + size);
        }
        return changed;
    }
}
