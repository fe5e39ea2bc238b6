package dev.gengate.files;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** What callers may upload. */
@ConfigMapping(prefix = "gateway.files")
public interface FilesConfig {

    /** Most bytes of one file. Default: 30 MiB. */
    @WithDefault("31457280")
    @Min(1)
    @Max(536_870_912)
    long maxBytes();

    /**
     * Most bytes of all files that one caller keeps at one time, each counted as 256 KiB at least; those that come at one
     * time may exceed it. Default: 10 GiB.
     */
    @WithDefault("10737418240")
    @Min(1)
    @Max(1_125_899_906_842_624L)
    long maxKeptBytes();

    /**
     * Longest time for receiving one file; the connection is closed then. With the size it says how slow a caller's line may
     * be. Default: 2 min.
     */
    @WithDefault("PT2M")
    @DurationMin(millis = 100)
    @DurationMax(hours = 1)
    Duration timeout();

    /** Files that one replica receives at one time; one caller gets half of them. Default: 16. */
    @WithDefault("16")
    @Min(1)
    @Max(256)
    int concurrency();
}
