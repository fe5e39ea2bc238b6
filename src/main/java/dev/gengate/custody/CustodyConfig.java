package dev.gengate.custody;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Whether and where results are kept, and how they are fetched. */
@ConfigMapping(prefix = "gateway.custody")
public interface CustodyConfig {

    /** What keeps the results. */
    enum Store {
        /** Nothing does: consumers fetch them from the provider. */
        NONE,
        /** A directory of this machine, for local use. */
        DIRECTORY,
        /** A bucket. */
        S3
    }

    /** Where results are kept: none, directory or s3. Default: none. */
    @WithDefault("none")
    Store store();

    /** The directory of the store of that name; of others, where a result is until it is put. Default there: a temporary one. */
    Optional<Path> directory();

    /** How long an event waits for its results to be stored. Default: 20 s. */
    @WithDefault("PT20S")
    @DurationMin(millis = 100)
    @DurationMax(hours = 1)
    @WithName("wait")
    Duration patience();

    /** How long after a generation's end its results are still copied; then they are lost. Default: 24 h. */
    @WithDefault("PT24H")
    @DurationMin(hours = 6)
    @DurationMax(days = 30)
    Duration giveUpAfter();

    /** Longest time for fetching one result, and a second more for each MiB of it that has come. Default: 2 min. */
    @WithDefault("PT2M")
    @DurationMin(millis = 100)
    @DurationMax(hours = 1)
    Duration timeout();

    /** Most bytes of one result. Default: 512 MiB. */
    @WithDefault("536870912")
    @Min(1)
    @Max(5_368_709_120L)
    long maxBytes();

    /** Generations that one replica copies at one time, each result after the other. Default: 16. */
    @WithDefault("16")
    @Min(1)
    @Max(256)
    int concurrency();

    /** Names of the hosts that results are fetched from, each with all below it. Default: the provider's. */
    @WithDefault("aiquickdraw.com,redpandaai.co")
    List<String> hosts();

    /** The store of that name. Its credentials come from the client's own chain. */
    S3 s3();

    /** A bucket and its server. */
    interface S3 {

        /** Its name. */
        Optional<@Pattern(regexp = "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", message = "must be the name of a bucket") String>
                bucket();

        /** What all keys begin with. Default: nothing. */
        Optional<
                        @Pattern(
                                regexp = "[A-Za-z0-9._/-]{1,200}",
                                message = "must be 1 to 200 letters, digits and ._/-")
                        String>
                prefix();

        /** Its server, for others than AWS. Default: AWS's of the region. */
        Optional<URI> endpoint();

        /** Its server as the provider and callers reach it, in the URLs that are signed for them. Default: the endpoint. */
        Optional<URI> publicEndpoint();

        /** Its region. Default: us-east-1. */
        @WithDefault("us-east-1")
        @Pattern(regexp = "[a-z0-9-]{1,40}", message = "must be the name of a region")
        String region();

        /** Whether the bucket's name is in the path, not in the host's name. Default: false. */
        @WithDefault("false")
        boolean pathStyle();
    }
}
