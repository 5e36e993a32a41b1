package io.spiderweb.control.auth;

/** Whom and where a role attached last; its next connection starts there ({@code spec control 2.5}). */
public record Target(String agentId, String projectId) {}
