package io.spiderweb.control.auth;

import io.spiderweb.control.leases.NodeCatalog;
import io.spiderweb.control.pairing.Invites;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.Principal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who a bearer token speaks for ({@code spec control 2.3}; invites and node secrets: {@code control 11} row 9). */
@Singleton
public class Bearers {

    private static final String SCHEME = "bearer ";

    private final RoleTokens roles;
    private final ServiceToken service;
    private final Invites invites;
    private final NodeCatalog nodes;

    @Inject
    public Bearers(RoleTokens roles, ServiceToken service, Invites invites, NodeCatalog nodes) {
        this.roles = roles;
        this.service = service;
        this.invites = invites;
        this.nodes = nodes;
    }

    /**
     * Reads an {@code Authorization} header. Blocks.
     *
     * @param header null if there was none: that caller is anonymous
     * @return absent if it names a scheme or a token that is not known
     */
    public Optional<Principal> ofHeader(@Nullable String header) {
        if (header == null) {
            return Optional.of(Principal.ANONYMOUS);
        }
        String value = header.strip();
        return value.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? of(new Secret(value.substring(SCHEME.length()).strip()))
                : Optional.empty();
    }

    /** Whether this is the credential that services of one installation share. Blocks. */
    public boolean isService(Secret token) {
        return service.matches(token);
    }

    /** Whose token it is. Blocks. */
    public Optional<Principal> of(Secret token) {
        if (token.reveal().isEmpty()) {
            return Optional.empty();
        }
        return roles.principal(token)
                .or(() -> service.matches(token) ? Optional.of(Principal.SERVICE) : Optional.empty())
                .or(() -> invites.idOf(token).map(Principal::invite))
                .or(() -> nodes.idOf(token).map(Principal::node));
    }
}
