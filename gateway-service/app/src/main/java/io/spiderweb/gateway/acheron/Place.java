package io.spiderweb.gateway.acheron;

import io.spiderweb.gateway.acheron.WorldNode.Directory;
import io.spiderweb.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/**
 * A path of the tree, whether or not anything is there now.
 *
 * @param names none for the root
 */
record Place(List<String> names) {

    static final Place ROOT = new Place(List.of());

    /** Longer walks have no use here, and each step costs a look. */
    private static final int MAX_STEPS = 64;

    Place {
        names = List.copyOf(names);
    }

    /** Where the steps lead, of which each must exist; {@code ..} of the root is the root. */
    Place walk(Directory root, List<String> steps) throws Refusal {
        if (steps.size() > MAX_STEPS) {
            throw new Refusal(ErrorCode.INVALID, "a walk has at most " + MAX_STEPS + " steps, not " + steps.size());
        }
        Place place = this;
        for (String step : steps) {
            place = switch (step) {
                case "." -> place;
                case ".." -> place.parent();
                default -> place.child(step);
            };
            place.in(root);
        }
        return place;
    }

    /** What is there now. */
    WorldNode in(Directory root) throws Refusal {
        WorldNode node = root;
        for (String name : names) {
            WorldNode child = node instanceof Directory directory
                    ? directory.children().get().get(name)
                    : null;
            if (child == null) {
                throw new Refusal(ErrorCode.ENOENT, "there is no " + this);
            }
            node = child;
        }
        return node;
    }

    String name() {
        return names.isEmpty() ? "/" : names.getLast();
    }

    private Place parent() {
        return names.isEmpty() ? this : new Place(names.subList(0, names.size() - 1));
    }

    private Place child(String name) {
        List<String> longer = new ArrayList<>(names);
        longer.add(name);
        return new Place(longer);
    }

    @Override
    public String toString() {
        return "/" + String.join("/", names);
    }
}
