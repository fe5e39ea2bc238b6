package dev.gengate.proof.audit;

import dev.gengate.proof.cluster.LedgerRow;
import dev.gengate.proof.cluster.Told;
import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.simulator.client.ProviderTask;
import java.util.Collection;
import java.util.List;

/**
 * All that an audit looks at.
 *
 * @param told what clients were told
 * @param tasks what the provider made, every one of them paid
 * @param events what is on the topic
 * @param rows what the ledger says
 * @param forgeries callbacks that the provider did not send
 * @param logs what the gateways logged
 * @param timeline when what happened
 * @param kept what is in the store of results
 * @param spending what the gateway says that all has cost
 * @param consumed what a consumer of the events has applied
 */
public record Evidence(
        Collection<Told> told,
        List<ProviderTask> tasks,
        List<CompletedEvent> events,
        List<LedgerRow> rows,
        List<Forgery> forgeries,
        GatewayLogs logs,
        Timeline timeline,
        Kept kept,
        Spending spending,
        Consumed consumed) {

    /** The evidence of a run that keeps no results, spends nothing and has no consumer. */
    public Evidence(
            Collection<Told> told,
            List<ProviderTask> tasks,
            List<CompletedEvent> events,
            List<LedgerRow> rows,
            List<Forgery> forgeries,
            GatewayLogs logs,
            Timeline timeline) {
        this(told, tasks, events, rows, forgeries, logs, timeline, Kept.NOTHING, Spending.NONE, Consumed.NOTHING);
    }

    /** The evidence of a run that does not ask what was late. */
    public Evidence(
            Collection<Told> told,
            List<ProviderTask> tasks,
            List<CompletedEvent> events,
            List<LedgerRow> rows,
            List<Forgery> forgeries,
            GatewayLogs logs) {
        this(told, tasks, events, rows, forgeries, logs, Timeline.NONE);
    }
}
