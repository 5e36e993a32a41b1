package io.spiderweb.control.auth;

import io.spiderweb.control.Refused;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.state.Database.Change;
import io.spiderweb.store.StoreException;
import io.spiderweb.store.StoreException.Reason;
import io.spiderweb.wire.ErrorCode;

/** The one way in which a token is replaced: stored before anybody hears of it, or else nothing has changed. */
final class Replacing {

    private Replacing() {}

    /** @throws Refused {@code storage_error}, which says what is known of the old token */
    static void store(Database database, Change<?> change) throws Refused {
        try {
            database.change(change);
        } catch (Refused e) {
            throw notStored("the old token stays valid: " + e.getMessage());
        } catch (StoreException e) {
            String known = e.reason() == Reason.UNKNOWN_OUTCOME
                    ? "it is not known whether the old token is still valid: "
                    : "the old token stays valid: ";
            throw notStored(known + e.getMessage());
        }
    }

    private static Refused notStored(String why) {
        return new Refused(ErrorCode.STORAGE_ERROR, "StorageError: the new token could not be stored, and " + why);
    }
}
