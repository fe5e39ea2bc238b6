package dev.gengate.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.file.Path;
import java.util.Optional;

/** Where the ledger is. application.properties builds the datasource from it and holds the defaults. */
@ConfigMapping(prefix = "gateway.db")
public interface DatabaseConfig {

    /** PostgreSQL's host. Default: localhost. */
    @Pattern(regexp = "[^\\s/?#@]{1,255}", message = "must be a host name or an address")
    String host();

    /** Its port. Default: 5432. */
    @Min(1)
    @Max(65_535)
    int port();

    /** The database's name. Default: gateway. */
    @Pattern(regexp = "[^\\s/?#]{1,63}", message = "must be a name of 1 to 63 characters without space, /, ? and #")
    String name();

    /** The user that connects. Default: gateway. */
    @Size(min = 1, max = 63)
    String user();

    /** The user's password. Secret. No default. */
    String password();

    /** TLS mode of the connection, as PostgreSQL names it. Default: disable. */
    @Pattern(
            regexp = "disable|allow|prefer|require|verify-ca|verify-full",
            message = "must be one of disable, allow, prefer, require, verify-ca, verify-full")
    String tls();

    /** PEM file of the certificate authority to verify against. Default: none. */
    Optional<Path> caFile();

    /** What is between the gateway and PostgreSQL. Default: none. */
    @WithDefault("none")
    Pooler pooler();
}
