package io.spiderweb.wire.control.guide;

import static io.spiderweb.wire.control.guide.Member.optional;
import static io.spiderweb.wire.control.guide.Member.required;

import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.NodeRequest;
import java.util.List;

/** Pairing, leases and the catalogue of nodes ({@code spec control 3.6}). */
final class NodeGuides {

    private static final MemberType PROPERTY = MemberType.identifier(64);
    private static final Member ID = required("node_id", MemberType.identifier(128), "which node, such as node-4");
    /** Where an id that cannot exist is one that is not found. */
    private static final Member ANY_ID = required("node_id", MemberType.text("text"), "which node, such as node-4");

    private static final Member SECRET = required("node_secret", MemberType.secret(), "the node's own secret");
    private static final Member REQUEST =
            required("request_id", MemberType.identifier(128), "which request to join, such as pending-join-1");
    private static final Member LEASE = optional(
            "lease_ttl_ms",
            MemberType.milliseconds(),
            NodeRequest.DEFAULT_LEASE_MS,
            "how long the node counts as online without a refresh; brought into 1 s to 24 h");
    private static final Member ADDRESS = optional("fs_url", MemberType.fileNodeAddress(), "where it serves its files");
    private static final Member FIRST_ADDRESS =
            optional("fs_url", MemberType.fileNodeAddressOrEmpty(), "where it serves its files");
    private static final Member FEATURES = optional(
            "features", new MemberType.ListOf(MemberType.text("string")), "what it can do beyond the base protocol");
    private static final Member PLATFORM = optional(
            "platform",
            new MemberType.Structure(List.of(
                    optional("os", PROPERTY, "unknown", "such as linux"),
                    optional("arch", PROPERTY, "unknown", "such as amd64"),
                    optional("runtime_kind", PROPERTY, "unknown", "such as native"))),
            "what it runs on");

    private static final MemberType SERVICE = new MemberType.Structure(List.of(
            required("service_id", MemberType.identifier(128), "unique within the node"),
            required("kind", MemberType.identifier(128), "such as camera"),
            optional("version", MemberType.display(64), "1", "of the service"),
            required("state", PROPERTY, "such as online, degraded or offline"),
            required("endpoints", new MemberType.ListOf(MemberType.text("path")), "one or more, each with / before it"),
            optional("capabilities", new MemberType.AnyMembers("object"), "whatever else is to be known")));

    private NodeGuides() {}

    static List<OperationGuide> all() {
        return List.of(
                OperationGuide.of(
                                ControlOperation.NODE_INVITE_CREATE,
                                "Makes an invite, with which one node may join once.",
                                optional(
                                        "expires_in_ms",
                                        MemberType.milliseconds(),
                                        NodeRequest.DEFAULT_INVITE_MS,
                                        "how long it can be used; brought into 1 s to 24 h"))
                        .example("{}")
                        .example("{'expires_in_ms':600000}"),
                OperationGuide.of(
                                ControlOperation.NODE_JOIN,
                                "Joins as a node with an invite; answers the node's credentials.",
                                required("invite_token", MemberType.secret(), "the invite"),
                                optional(
                                        "node_name",
                                        MemberType.identifier(128),
                                        "name for people; the node's id if left out"),
                                FIRST_ADDRESS,
                                LEASE,
                                FEATURES)
                        .errors(ErrorCode.INVITE_NOT_FOUND, ErrorCode.INVITE_REDEEMED, ErrorCode.INVITE_EXPIRED)
                        .example("{'invite_token':'inv-…','node_name':'edge','fs_url':'ws://edge:18891/v2/fs'}"),
                OperationGuide.of(
                                ControlOperation.NODE_JOIN_REQUEST,
                                "Asks to join as a node, for an operator to decide.",
                                optional(
                                        "node_name",
                                        MemberType.identifier(128),
                                        "name for people; the request's id if left out"),
                                FIRST_ADDRESS,
                                PLATFORM,
                                FEATURES)
                        .example("{'node_name':'edge','fs_url':'ws://edge:18891/v2/fs','platform':{'os':'linux'}}"),
                OperationGuide.of(
                                ControlOperation.NODE_JOIN_PENDING_LIST,
                                "Lists the requests to join that wait for a decision.")
                        .example("{}"),
                OperationGuide.of(
                                ControlOperation.NODE_JOIN_APPROVE,
                                "Lets a node join that asked to; the node collects its credentials itself.",
                                REQUEST,
                                LEASE)
                        .errors(ErrorCode.PENDING_JOIN_NOT_FOUND)
                        .example("{'request_id':'pending-join-1'}"),
                OperationGuide.of(ControlOperation.NODE_JOIN_DENY, "Turns a request to join down.", REQUEST)
                        .errors(ErrorCode.PENDING_JOIN_NOT_FOUND)
                        .example("{'request_id':'pending-join-1'}"),
                OperationGuide.of(
                                ControlOperation.NODE_JOIN_COLLECT,
                                "Fetches the credentials of a node whose request to join was approved.",
                                REQUEST,
                                required("request_nonce", MemberType.secret(), "what the answer to the request told"),
                                LEASE)
                        .errors(ErrorCode.PENDING_JOIN_NOT_FOUND, ErrorCode.JOIN_PENDING, ErrorCode.JOIN_DENIED)
                        .example("{'request_id':'pending-join-1','request_nonce':'…'}"),
                OperationGuide.of(
                                ControlOperation.NODE_LEASE_REFRESH,
                                "Keeps a node online, and tells where it serves its files now.",
                                ID,
                                SECRET,
                                LEASE,
                                ADDRESS)
                        .errors(ErrorCode.NODE_NOT_FOUND, ErrorCode.NODE_AUTH_FAILED)
                        .example("{'node_id':'node-4','node_secret':'secret-…','lease_ttl_ms':900000}"),
                OperationGuide.of(
                                ControlOperation.NODE_SERVICE_UPSERT,
                                "Tells what a node offers; parts that are left out stay as they are.",
                                ID,
                                SECRET,
                                optional(
                                        "platform",
                                        new MemberType.Structure(List.of(
                                                optional("os", PROPERTY, "such as linux"),
                                                optional("arch", PROPERTY, "such as amd64"),
                                                optional("runtime_kind", PROPERTY, "such as native"))),
                                        "what it runs on"),
                                optional(
                                        "labels",
                                        new MemberType.AnyMembers("object of texts of at most 512 bytes"),
                                        "all its labels"),
                                optional("services", new MemberType.ListOf(SERVICE), "all its services"))
                        .errors(ErrorCode.NODE_NOT_FOUND, ErrorCode.NODE_AUTH_FAILED)
                        .example(
                                "{'node_id':'node-4','node_secret':'secret-…','labels':{'site':'lab'},'services':["
                                        + "{'service_id':'cam0','kind':'camera','state':'online','endpoints':['/nodes/node-4/cam0']}]}"),
                OperationGuide.of(ControlOperation.NODE_SERVICE_GET, "Tells what a node offers.", ANY_ID)
                        .errors(ErrorCode.NODE_NOT_FOUND)
                        .example("{'node_id':'node-4'}"),
                OperationGuide.of(ControlOperation.NODE_LIST, "Lists the nodes and their leases.")
                        .example("{}"),
                OperationGuide.of(ControlOperation.NODE_GET, "Tells about one node.", ANY_ID)
                        .errors(ErrorCode.NODE_NOT_FOUND)
                        .example("{'node_id':'node-4'}"),
                OperationGuide.of(
                                ControlOperation.NODE_DELETE,
                                "Removes a node and its mounts from every project.",
                                ID,
                                SECRET)
                        .errors(ErrorCode.NODE_NOT_FOUND, ErrorCode.NODE_AUTH_FAILED)
                        .example("{'node_id':'node-4','node_secret':'secret-…'}"));
    }
}
