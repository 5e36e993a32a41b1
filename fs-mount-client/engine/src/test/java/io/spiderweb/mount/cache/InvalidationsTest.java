package io.spiderweb.mount.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InvalidationsTest {

    private final Invalidations changes = new Invalidations(3);

    @Test
    void whatWasLearnedIsTrueUntilItsObjectChanges() {
        long moment = changes.now();
        assertThat(changes.isUnchangedSince(1, moment)).isTrue();

        changes.invalidate(1);

        assertThat(changes.isUnchangedSince(1, moment)).isFalse();
        assertThat(changes.isUnchangedSince(2, moment)).isTrue();
        assertThat(changes.isUnchangedSince(1, changes.now())).isTrue();
    }

    @Test
    void aReplyThatWasInFlightDuringAChangeIsNotBelieved() {
        long beforeSending = changes.now();
        changes.invalidate(1);
        assertThat(changes.isUnchangedSince(1, beforeSending)).isFalse();
    }

    @Test
    void aChangeOfEverythingConcernsEveryObject() {
        long moment = changes.now();
        changes.invalidateAll();
        assertThat(changes.isUnchangedSince(7, moment)).isFalse();
        assertThat(changes.isUnchangedSince(7, changes.now())).isTrue();
    }

    @Test
    void forgettingOldChangesNeverMakesSomethingStaleLookFresh() {
        long moment = changes.now();
        for (long object = 1; object <= 10; object++) {
            changes.invalidate(object);
        }
        for (long object = 1; object <= 10; object++) {
            assertThat(changes.isUnchangedSince(object, moment)).isFalse();
        }
        assertThat(changes.isUnchangedSince(1, changes.now())).isTrue();
    }
}
