package io.spiderweb.mount;

import io.spiderweb.mount.file.OpenFile;
import io.spiderweb.transport.fs.FsException;
import java.io.IOException;
import java.io.InputStream;

/** An open file as a stream, read in large pieces. */
final class FileInput extends InputStream {

    private static final int PIECE = 1 << 20;

    private final OpenFile file;
    private byte[] piece = {};
    private int position;
    private long offset;
    private boolean isLast;

    FileInput(OpenFile file) {
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        return fill() ? piece[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, piece.length - position);
        System.arraycopy(piece, position, target, from, count);
        position += count;
        return count;
    }

    @Override
    public void close() throws FsException {
        file.close();
    }

    private boolean fill() throws FsException {
        if (position == piece.length && !isLast) {
            piece = file.read(offset, PIECE);
            offset += piece.length;
            position = 0;
            isLast = piece.length < PIECE;
        }
        return position < piece.length;
    }
}
