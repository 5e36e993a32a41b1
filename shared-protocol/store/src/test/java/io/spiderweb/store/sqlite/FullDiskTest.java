package io.spiderweb.store.sqlite;

import io.spiderweb.store.FullDiskContract;
import io.spiderweb.store.Store;

class FullDiskTest extends FullDiskContract {

    @Override
    protected Store open() {
        return SqliteStore.open(disk.resolve("state.db"), SqliteOptions.DEFAULTS);
    }

    @Override
    protected int megabytes() {
        return 4;
    }
}
