package io.spiderweb.wire.control;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;

/** The payload of a successful reply; a component that may be null is written as {@code null} unless its record says otherwise. */
@JsonSerialize
public sealed interface ControlReply
        permits ControlReply.Empty,
                AgentReply,
                AuthReply,
                ConnectionReply,
                InternalReply,
                NodeReply,
                OperatorReply,
                ProjectReply,
                ReconcileStatus,
                SessionReply,
                WorkspaceStatus {

    /** {@code {}}. */
    record Empty() implements ControlReply {}
}
