package io.spiderweb.wire;

public record Smoke(String a) {}
