package io.spiderweb.wire.control;

/** Answers to {@link InternalRequest}; a workspace is answered with {@link WorkspaceStatus}. */
public sealed interface InternalReply extends ControlReply {

    /** The bearer is known. An unknown one is answered {@code forbidden}. */
    record Verified(Principal principal) implements InternalReply {}
}
