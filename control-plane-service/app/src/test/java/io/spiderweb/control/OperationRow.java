package io.spiderweb.control;

import java.util.Map;

/**
 * @param withId whether the request has an id, and so its audit record a correlation
 * @param outcome {@code ok}, or the code of the error
 */
record OperationRow(String caller, String operation, String payload, boolean withId, String outcome) {

    /** A payload that is left out. */
    static final String ABSENT = "-";

    static OperationRow parse(String[] columns) {
        return new OperationRow(columns[0], columns[1], columns[2].replace('\'', '"'), true, columns[3]);
    }

    String type() {
        return operation.contains(".") ? operation : "control." + operation;
    }

    String frame(String id) {
        return "{\"channel\":\"" + type().substring(0, type().indexOf('.')) + "\",\"type\":\"" + type() + "\""
                + (withId ? ",\"id\":\"" + id + "\"" : "")
                + (payload.equals(ABSENT) ? "" : ",\"payload\":" + payload) + "}";
    }

    OperationRow with(Map<String, String> values) {
        String filled = payload;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("<" + value.getKey() + ">", value.getValue());
        }
        return new OperationRow(caller, operation, filled, withId, outcome);
    }
}
