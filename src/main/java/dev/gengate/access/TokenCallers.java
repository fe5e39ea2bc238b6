package dev.gengate.access;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Maps a verified OIDC token to a caller. A subject that belongs to a configured caller becomes that caller, with its
 * configured roles only. Any other subject is a caller of its own, with the token's roles, and must not have a
 * configured caller's name: otherwise the author of a token could choose whose generations to read.
 */
@ApplicationScoped
class TokenCallers implements SecurityIdentityAugmentor {
    /** As in OpenID Connect; a text of some kilobytes fits into no index of the ledger. */
    private static final int LONGEST = 255;

    private final Map<String, String> nameOfSubject = new HashMap<>();
    private final CallersConfig config;

    TokenCallers(CallersConfig config) {
        this.config = config;
        config.byName().forEach((name, caller) -> caller.subjects()
                .ifPresent(subjects -> subjects.forEach(subject -> nameOfSubject.put(subject, name))));
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.isAnonymous()) {
            return Uni.createFrom().item(identity);
        }
        String subject = identity.getPrincipal().getName();
        String name = nameOfSubject.get(subject);
        if (name != null) {
            return Uni.createFrom()
                    .item(identity(name, config.byName().get(name).roles()));
        }
        if (subject == null
                || subject.isBlank()
                || subject.length() > LONGEST
                || config.byName().containsKey(subject)) {
            return Uni.createFrom()
                    .failure(new AuthenticationFailedException(
                            "the token's subject is missing, too long, or a configured caller's name"));
        }
        return Uni.createFrom().item(identity);
    }

    private static SecurityIdentity identity(String name, Set<String> roles) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(name))
                .addRoles(roles)
                .build();
    }
}
