package dev.gengate.database;

/** What is between the gateway and the ledger. */
public enum Pooler {
    /** A session of PostgreSQL is behind each connection. */
    NONE,
    /** A pooler gives each transaction some session: no statement stays prepared, no setting is kept. */
    TRANSACTION
}
