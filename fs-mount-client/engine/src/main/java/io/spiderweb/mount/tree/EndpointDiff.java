package io.spiderweb.mount.tree;

import io.spiderweb.mount.EndpointSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What turns some endpoints into others. What stays appears nowhere, and so is not touched.
 *
 * @param renewed those that stay with another token
 */
record EndpointDiff(List<EndpointSpec> added, List<EndpointSpec> removed, List<EndpointSpec> renewed) {

    static EndpointDiff between(List<EndpointSpec> before, List<EndpointSpec> after) {
        Set<EndpointSpec.Identity> had = identities(before);
        Set<EndpointSpec.Identity> wants = identities(after);
        return new EndpointDiff(
                after.stream().filter(spec -> !had.contains(spec.identity())).toList(),
                before.stream().filter(spec -> !wants.contains(spec.identity())).toList(),
                after.stream()
                        .filter(spec -> had.contains(spec.identity()) && !before.contains(spec))
                        .toList());
    }

    /** For people; empty if the tree is the same. */
    @Override
    public String toString() {
        List<String> changes = new ArrayList<>();
        added.forEach(spec -> changes.add("added " + name(spec)));
        removed.forEach(spec -> changes.add("removed " + name(spec)));
        return String.join(", ", changes);
    }

    private static Set<EndpointSpec.Identity> identities(List<EndpointSpec> specs) {
        return specs.stream().map(EndpointSpec::identity).collect(Collectors.toSet());
    }

    private static String name(EndpointSpec spec) {
        return spec.mountPath().text() + " of node " + spec.name() + " (" + spec.url() + ")";
    }
}
