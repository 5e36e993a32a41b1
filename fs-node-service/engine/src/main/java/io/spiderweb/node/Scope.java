package io.spiderweb.node;

import io.spiderweb.node.event.EventLog;
import io.spiderweb.node.handle.Handles;
import io.spiderweb.node.handle.OpenFile;
import io.spiderweb.node.tree.Place;
import io.spiderweb.node.watch.Announced;
import io.spiderweb.transport.fs.FsException;
import java.io.IOException;

/** What the operations of one client work on. */
record Scope(Exports exports, Client client, Handles handles, EventLog log, Announced announced) {

    /** @throws FsException EROFS */
    Place writable(long node) throws IOException {
        Place place = exports.open(node);
        try {
            exports.requireWritable(node);
            return place;
        } catch (FsException e) {
            place.close();
            throw e;
        }
    }

    /** @throws FsException EMFILE, ENFILE */
    void requireRoomForFile() throws FsException {
        handles.requireRoom(client.handles());
    }

    /** @throws FsException EBADF */
    OpenFile file(long h) throws FsException {
        return handles.get(h, client.grant().holder(), client.handles());
    }

    long keep(OpenFile file) {
        return handles.add(file, client.grant().holder(), client.handles());
    }

    void close(long h) throws FsException {
        handles.close(h, client.grant().holder(), client.handles());
    }

    Announcement announce() {
        return new Announcement(log, announced, client.listener());
    }
}
