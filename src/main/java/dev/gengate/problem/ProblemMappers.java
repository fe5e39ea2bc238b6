package dev.gengate.problem;

import dev.gengate.database.DatabaseUnavailableException;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps every exception to its answer. */
class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final String BEARER = "Bearer ";

    @ServerExceptionMapper
    Response problem(ProblemException exception, UriInfo uri) {
        Response.ResponseBuilder response = Response.status(exception.type().status())
                .type(Problem.MEDIA_TYPE)
                .entity(exception.problem(uri.getRequestUri().getRawPath()));
        if (exception.retryAfter() != null) {
            // whole seconds, rounded up so that no client retries too soon
            response.header(
                    HttpHeaders.RETRY_AFTER,
                    Math.max(1, exception.retryAfter().plusMillis(999).toSeconds()));
        }
        if (exception.type() == ProblemType.UNAUTHORIZED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return response.build();
    }

    @ServerExceptionMapper
    Response databaseUnavailable(DatabaseUnavailableException exception, UriInfo uri) {
        LOG.warn(exception.getMessage());
        String detail = "The ledger is not available: nothing was acknowledged. The request may be sent again, with the"
                + " same Idempotency-Key.";
        return problem(ProblemException.retryable(ProblemType.UNAVAILABLE, detail, SOON), uri);
    }

    /** OIDC tokens cannot be verified while the issuer's keys are unreadable; callers with keys are not affected. */
    @ServerExceptionMapper
    Response issuerUnavailable(OIDCException exception, UriInfo uri) {
        LOG.warn(exception.getMessage());
        String detail =
                "The issuer of bearer tokens does not answer, so this token cannot be verified. Nothing was done.";
        return problem(ProblemException.retryable(ProblemType.UNAVAILABLE, detail, SOON), uri);
    }

    /** What was presented and is not taken has a code of its own (RFC 6750, 3.1): its holder needs another, not a header. */
    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    Response unauthorized(SecurityException exception, HttpHeaders headers, UriInfo uri) {
        String presented = headers.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (presented == null || !presented.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            String detail = "Present the caller's key as Authorization: Bearer <key>.";
            return problem(ProblemException.of(ProblemType.UNAUTHORIZED, detail), uri);
        }
        String detail = "The key or token that was presented is not known, has expired or was withdrawn.";
        Response answer = problem(ProblemException.of(ProblemType.UNAUTHORIZED, detail), uri);
        answer.getHeaders().putSingle(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
        return answer;
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException exception, ResourceInfo resource, UriInfo uri) {
        String detail =
                "The caller lacks the required role" + required(resource) + ". GET /v1/caller names those that it has.";
        return problem(ProblemException.of(ProblemType.FORBIDDEN, detail), uri);
    }

    private static String required(ResourceInfo resource) {
        RolesAllowed roles = resource.getResourceMethod().getAnnotation(RolesAllowed.class);
        if (roles == null) {
            roles = resource.getResourceClass().getAnnotation(RolesAllowed.class);
        }
        return roles == null ? "" : ", " + String.join(" or ", roles.value());
    }

    /** Refusals of the framework: unknown path, wrong method, wrong content type. */
    @ServerExceptionMapper
    Response refusedByFramework(WebApplicationException exception, UriInfo uri) {
        int status = exception.getResponse().getStatus();
        ProblemType type = ProblemType.ofStatus(status);
        if (type == ProblemType.INTERNAL) {
            return unexpected(exception, uri);
        }
        Response answer = problem(ProblemException.of(type, type.title() + "."), uri);
        return type == ProblemType.METHOD_NOT_ALLOWED ? allowing(answer, uri) : answer;
    }

    private static Response allowing(Response answer, UriInfo uri) {
        String methods = AllowedMethods.of(uri.getRequestUri().getRawPath());
        return Response.fromResponse(answer).header(HttpHeaders.ALLOW, methods).build();
    }

    /**
     * A body that broke off, came too slowly or grew too large. The connection is closed or about to be, and any
     * possible answer has been sent: so no entity.
     */
    @ServerExceptionMapper
    Response bodyNotRead(IOException exception) {
        LOG.debugf("body not read: %s", exception.getMessage());
        return Response.status(ProblemType.BAD_REQUEST.status())
                .header("Connection", "close")
                .build();
    }

    @ServerExceptionMapper
    Response unexpected(Throwable exception, UriInfo uri) {
        LOG.error("unexpected error while handling a request", exception);
        return problem(
                ProblemException.of(ProblemType.INTERNAL, "The gateway has a defect; the error was logged."), uri);
    }
}
