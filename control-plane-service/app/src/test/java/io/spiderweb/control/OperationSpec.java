package io.spiderweb.control;

import io.spiderweb.wire.control.ControlOperation.Scope;
import io.spiderweb.wire.control.ControlOperation.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An operation as the page has it.
 *
 * @param reply the type of its reply, without {@code control.}
 * @param members of the reply's payload, in this order; more may follow
 */
record OperationSpec(
        String name,
        boolean adminOnly,
        Scope scope,
        boolean pushes,
        Shape shape,
        String reply,
        List<String> members,
        List<String> errors) {

    static OperationSpec parse(String[] columns) {
        return new OperationSpec(
                columns[0],
                columns[1].equals("A"),
                columns[2].equals("-") ? Scope.NONE : Scope.valueOf(columns[2].toUpperCase(Locale.ROOT)),
                columns[3].equals("yes"),
                Shape.valueOf(columns[4]),
                columns[5],
                words(columns[6]),
                words(columns[7]));
    }

    private static List<String> words(String column) {
        return column.isEmpty() ? List.of() : List.of(column.split(" "));
    }

    /** What follows for every operation of its kind from the order of the checks ({@code spec control 3.3}). */
    List<OperationRow> rowsOfItsKind() {
        List<OperationRow> rows = new ArrayList<>();
        if (adminOnly) {
            rows.add(new OperationRow("user", name, "7", false, "forbidden"));
        }
        if (scope != Scope.NONE) {
            rows.add(new OperationRow("admin", name, "7", false, "correlation_required"));
            rows.add(new OperationRow("admin", name, OperationRow.ABSENT, true, "missing_field"));
            rows.add(new OperationRow("admin", name, "7", true, "invalid_payload"));
        }
        return rows;
    }
}
