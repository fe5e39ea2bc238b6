package example;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Applies each completed generation exactly once, however often its event comes and whenever this process dies: the id of the
 * event and the work are one transaction of the database, and the offset is committed after it. tables.sql has the tables.
 */
@Component
public class CompletedGenerations {
    private static final String SEEN = "insert into seen_event (ce_id) values (?) on conflict do nothing";

    /** By its configured name. */
    private static final String CALLER = "ads";

    private final JdbcTemplate database;

    public CompletedGenerations(JdbcTemplate database) {
        this.database = database;
    }

    @KafkaListener(topics = "generation.completed")
    @Transactional
    public void take(
            ConsumerRecord<String, String> event,
            @Header("ce_id") String id,
            @Header("ce_type") String outcome,
            @Header("ce_caller") String caller) {
        // the common topic has the events of others, one of one's own those of results that were stored late
        boolean ours = caller.equals(CALLER) && !outcome.equals("dev.gengate.generation.stored.v1");
        if (ours && database.update(SEEN, id) == 1) {
            apply(event, outcome);
        }
    }

    /** The work: here a row. What is no part of the transaction, such as a mail, is left to who reads that row. */
    private void apply(ConsumerRecord<String, String> event, String outcome) {
        database.update("insert into applied values (?, ?, ?)", event.key(), outcome, event.value());
    }
}
