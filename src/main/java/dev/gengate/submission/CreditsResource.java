package dev.gengate.submission;

import dev.gengate.access.Roles;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import dev.gengate.provider.CreditReport;
import dev.gengate.provider.KieProvider;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is left on the provider's account. */
@Path("/v1/credits")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Credits")
class CreditsResource {
    private final KieProvider provider;

    CreditsResource(KieProvider provider) {
        this.provider = provider;
    }

    @GET
    @RolesAllowed({Roles.READ, Roles.OPERATOR})
    @Operation(operationId = "getCredits", summary = "Read the balance of the provider's account")
    @APIResponse(
            responseCode = "200",
            description = "The balance",
            content = @Content(schema = @Schema(implementation = Credits.class)))
    @APIResponse(responseCode = "502", description = "The provider refuses the gateway's key or cannot be read")
    public Uni<Credits> credits() {
        return provider.credits().map(CreditsResource::credits);
    }

    private static Credits credits(CreditReport report) {
        if (report instanceof CreditReport.Balance balance) {
            return new Credits(balance.credits());
        }
        String detail = report instanceof CreditReport.KeyRejected
                ? "The provider refuses the gateway's key."
                : "The provider did not tell the balance.";
        throw ProblemException.of(ProblemType.PROVIDER_ERROR, detail);
    }

    /** @param credits of the provider's account, may be fractional */
    public record Credits(@Schema(examples = "100") BigDecimal credits) {}
}
