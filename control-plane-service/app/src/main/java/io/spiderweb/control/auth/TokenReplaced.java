package io.spiderweb.control.auth;

import io.spiderweb.wire.control.Principal.Role;

/** CDI event: the token of a role is another one now, whichever replica replaced it, and the old one opens nothing any more. */
public record TokenReplaced(Role role) {}
