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
 * The caller of a verified OIDC token. A subject that a configured caller claims is that caller, with the roles of its
 * configuration alone; any other is a caller by its own name, with the roles that the token has. It may not bear a
 * configured caller's name: whoever writes names into tokens would choose whose generations to read.
 */
@ApplicationScoped
class TokenCallers implements SecurityIdentityAugmentor {
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
        if (subject == null || subject.isBlank() || config.byName().containsKey(subject)) {
            return Uni.createFrom().failure(new AuthenticationFailedException("the token names no caller of its own"));
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
