package dev.gengate.access;

import dev.gengate.generation.Generation;
import io.quarkus.security.identity.SecurityIdentity;

/**
 * The internal service that makes a request.
 *
 * @param content whether it may see the prompts and results of others, where it may see their generations
 */
public record Caller(String name, boolean operator, boolean content) {

    /** The caller of the authenticated request. */
    public static Caller of(SecurityIdentity identity) {
        return new Caller(
                identity.getPrincipal().getName(), identity.hasRole(Roles.OPERATOR), identity.hasRole(Roles.CONTENT));
    }

    /** Its own generations, and an operator's all. */
    public boolean maySee(Generation generation) {
        return generation != null && (operator || generation.caller().equals(name));
    }

    /** Whether the prompt and the results of a generation that it may see are shown to it. */
    public boolean mayRead(Generation generation) {
        return content || generation.caller().equals(name);
    }
}
