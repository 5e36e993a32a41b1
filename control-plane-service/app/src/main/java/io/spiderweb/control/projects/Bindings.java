package io.spiderweb.control.projects;

import io.spiderweb.control.Refused;
import io.spiderweb.control.state.Edit;
import io.spiderweb.control.state.Total;
import io.spiderweb.wire.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which agent works where, one project for each. */
final class Bindings {

    private static final int MAX_BINDINGS = 10_000;

    /** The store takes 1,000 documents in one change. */
    private static final int MAX_AT_ONCE = 900;

    private Bindings() {}

    /** Makes an agent work in a project, as part of a change. */
    static void bind(Edit edit, String agentId, String projectId) throws Refused {
        edit.count(Total.ACTIVATIONS, 1);
        Binding binding = new Binding(projectId);
        Optional<Binding> before = edit.get(Binding.TABLE, agentId);
        if (before.isEmpty()) {
            if (edit.total(Total.BINDINGS) >= MAX_BINDINGS) {
                prune(edit);
            }
            edit.count(Total.BINDINGS, 1);
        }
        if (!before.equals(Optional.of(binding))) {
            edit.put(Binding.TABLE, agentId, binding);
        }
    }

    /** Forgets bindings to projects that are gone ({@code control 11} row 17). */
    private static void prune(Edit edit) throws Refused {
        Set<String> existing = edit.all(Project.TABLE).keySet();
        List<String> dead = edit.all(Binding.TABLE).entrySet().stream()
                .filter(entry -> !existing.contains(entry.getValue().projectId()))
                .map(Map.Entry::getKey)
                .limit(MAX_AT_ONCE)
                .toList();
        if (dead.isEmpty()) {
            throw new Refused(ErrorCode.CONTROL_PLANE_ERROR, "there are " + MAX_BINDINGS + " agents already");
        }
        dead.forEach(agentId -> edit.delete(Binding.TABLE, agentId));
        edit.count(Total.BINDINGS, -dead.size());
    }
}
