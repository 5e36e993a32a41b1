package io.spiderweb.control.projects;

import io.spiderweb.control.state.Table;

/**
 * In which project an agent works, wherever it is connected ({@code spec control 4.5}). Stored under the agent's id.
 */
public record Binding(String projectId) {

    public static final Table<Binding> TABLE = new Table<>("binding", Binding.class);
}
