package dev.gengate.access;

import dev.gengate.generation.Generation;
import io.quarkus.security.identity.SecurityIdentity;

/** The internal service that makes a request. */
public record Caller(String name, boolean operator) {

    /** The caller of the authenticated request. */
    public static Caller of(SecurityIdentity identity) {
        return new Caller(identity.getPrincipal().getName(), identity.hasRole(Roles.OPERATOR));
    }

    /** Its own generations, and an operator's all. */
    public boolean maySee(Generation generation) {
        return generation != null && (operator || generation.caller().equals(name));
    }
}
