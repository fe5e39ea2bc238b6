package dev.gengate.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.file.Path;
import java.util.Optional;

/** Where the ledger is. The datasource is made of it in application.properties, which holds the defaults. */
@ConfigMapping(prefix = "gateway.db")
public interface DatabaseConfig {

    /** PostgreSQL's host. Default: localhost. */
    @Pattern(regexp = "[^\\s/?#@]{1,255}", message = "must be a host name or an address")
    String host();

    /** Its port. Default: 5432. */
    @Min(1)
    @Max(65_535)
    int port();

    /** The database. Default: gateway. */
    @Pattern(regexp = "[^\\s/?#]{1,63}", message = "must be a name of 1 to 63 characters without space, /, ? and #")
    String name();

    /** Who connects. Default: gateway. */
    @Size(min = 1, max = 63)
    String user();

    /** With which password. Secret. No default. */
    String password();

    /** How the connection is protected, by PostgreSQL's own words. Default: disable. */
    @Pattern(
            regexp = "disable|allow|prefer|require|verify-ca|verify-full",
            message = "must be one of disable, allow, prefer, require, verify-ca, verify-full")
    String tls();

    /** PEM file of the authority that is verified against. Default: none. */
    Optional<Path> caFile();

    /** What is between the gateway and PostgreSQL. Default: none. */
    @WithDefault("none")
    Pooler pooler();
}
