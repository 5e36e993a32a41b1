package io.spiderweb.wire.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;

/** The payload of a request on the control channel; absent members are not written. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonSerialize
public sealed interface ControlRequest
        permits AgentRequest,
                AuthRequest,
                ConnectionRequest,
                InternalRequest,
                NodeRequest,
                OperatorRequest,
                ProjectRequest,
                SessionRequest {}
