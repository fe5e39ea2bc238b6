package dev.gengate.http;

import dev.gengate.http.IncomingBody.Refusal;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HttpMethod;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/** Reads the body of an authorized request. The framework would block a thread on a large body, and has no limit over all bodies. */
class CallersBodies {
    private static final Duration SOON = Duration.ofSeconds(2);

    private final BodyBudget budget;
    private final SecurityIdentity identity;

    CallersBodies(BodyBudget budget, SecurityIdentity identity) {
        this.budget = budget;
        this.identity = identity;
    }

    /** Runs after the check of the caller's role, before the framework reads the body. */
    @ServerRequestFilter(nonBlocking = true)
    public void read(ResteasyReactiveContainerRequestContext call, RoutingContext context) {
        if (isRead(call.getMethod())
                || !RequestRules.hasBody(context.request())
                || StreamedBody.is(context.request())) {
            return;
        }
        String caller = identity.getPrincipal().getName();
        call.suspend();
        new IncomingBody(budget, BodyBudget.Sender.CALLER, caller, RequestRules.MOST_BYTES)
                .read(
                        context,
                        bytes -> {
                            call.setEntityStream(new ByteArrayInputStream(bytes));
                            call.resume();
                        },
                        refusal -> call.resume(problem(refusal)));
    }

    /** Whether the method's body is read; any other body is dropped as it arrives. */
    private static boolean isRead(String method) {
        return HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method);
    }

    private static ProblemException problem(Refusal refusal) {
        return switch (refusal) {
            case TOO_LARGE -> RequestRules.tooLarge();
            case NO_ROOM ->
                ProblemException.retryable(
                        ProblemType.UNAVAILABLE,
                        "There is no room for this body beside those being read; nothing was stored.",
                        SOON);
        };
    }
}
