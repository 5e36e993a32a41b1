package io.spiderweb.gateway.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.gateway.workspace.WorkspacePath;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;

/** What a provider gave to a tool: another type than the tool's schema says is {@code invalid_params}. */
public record Arguments(Fields fields) {

    @FunctionalInterface
    private interface Read<T> {
        T from(Fields fields) throws InvalidJsonException;
    }

    /** @param json as the provider wrote it; empty counts as no arguments */
    static Arguments parse(String json) throws ToolException {
        try {
            ObjectNode object = json.isBlank() ? Json.object() : Json.parseObject(json);
            return new Arguments(new Fields(object));
        } catch (InvalidJsonException e) {
            throw new ToolException(
                    ToolException.Code.INVALID_PARAMS, "the arguments must be a JSON object: " + e.getMessage());
        }
    }

    public String text(String name) throws ToolException {
        return read(all -> all.text(name));
    }

    public boolean flag(String name, boolean absent) throws ToolException {
        return read(all -> all.bool(name, absent));
    }

    /** A count of 0 or more; a larger one than {@code max} counts as {@code max}. */
    public int count(String name, int absent, int max) throws ToolException {
        long count = read(all -> all.unsigned(name, absent));
        return (int) Math.min(max, count);
    }

    /** A path that must be there. */
    public WorkspacePath path(String name) throws ToolException {
        String text = text(name);
        return WorkspacePath.parse(text)
                .orElseThrow(() -> new ToolException(
                        ToolException.Code.PERMISSION_DENIED,
                        "'" + text + "' is not a path inside the workspace: give one relative to its root, such as"
                                + " docs/notes.txt, without '..'"));
    }

    /** A path, or the root if none is given. */
    public WorkspacePath pathOrRoot(String name) throws ToolException {
        return fields.has(name) ? path(name) : WorkspacePath.ROOT;
    }

    private <T> T read(Read<T> read) throws ToolException {
        try {
            return read.from(fields);
        } catch (InvalidJsonException e) {
            throw new ToolException(ToolException.Code.INVALID_PARAMS, String.valueOf(e.getMessage()));
        }
    }
}
