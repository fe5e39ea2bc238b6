package dev.gengate.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.problem.Parameters;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The caller's own budgets, and to operators those of any. */
@Path("/v1/budget")
@Produces(MediaType.APPLICATION_JSON)
class BudgetResource {
    private static final String CALLER = "caller";
    private static final Set<String> PARAMETERS = Set.of(CALLER);

    private final Budgets budgets;
    private final SecurityIdentity identity;

    BudgetResource(Budgets budgets, SecurityIdentity identity) {
        this.budgets = budgets;
        this.identity = identity;
    }

    /**
     * What a caller may spend.
     *
     * @param day absent for no bound
     * @param month absent for no bound
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record BudgetView(String caller, BudgetState day, BudgetState month) {
        static BudgetView of(String caller, List<BudgetState> states) {
            return new BudgetView(caller, of(BudgetPeriod.DAY, states), of(BudgetPeriod.MONTH, states));
        }

        private static BudgetState of(BudgetPeriod period, List<BudgetState> states) {
            return states.stream()
                    .filter(state -> state.period() == period)
                    .findFirst()
                    .orElse(null);
        }
    }

    @GET
    @RolesAllowed({Roles.SUBMIT, Roles.READ, Roles.OPERATOR})
    public Uni<BudgetView> budget(UriInfo uri) {
        Map<String, String> values = Parameters.of(uri.getQueryParameters(), PARAMETERS);
        String caller = whose(Caller.of(identity), values.get(CALLER));
        return budgets.states(caller).map(states -> BudgetView.of(caller, states));
    }

    private String whose(Caller caller, String asked) {
        if (asked == null || asked.equals(caller.name())) {
            return caller.name();
        }
        if (!caller.operator()) {
            throw ProblemException.of(ProblemType.FORBIDDEN, "The budgets of others need the role operator.");
        }
        if (!budgets.knows(asked)) {
            throw ProblemException.of(ProblemType.NOT_FOUND, "There is no caller of this name.");
        }
        return asked;
    }
}
