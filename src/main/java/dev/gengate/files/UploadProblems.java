package dev.gengate.files;

import dev.gengate.custody.StoreAwayException;
import dev.gengate.database.DatabaseUnavailableException;
import dev.gengate.generation.RetentionConfig;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;

/** What a caller is told of an upload that came to nothing. */
@ApplicationScoped
class UploadProblems {
    private static final Logger LOG = Logger.getLogger(UploadProblems.class);
    private static final Duration SOON = Duration.ofSeconds(5);

    private final FilesConfig config;
    private final RetentionConfig retention;
    private final Clock clock;

    UploadProblems(FilesConfig config, RetentionConfig retention, Clock clock) {
        this.config = config;
        this.retention = retention;
        this.clock = clock;
    }

    Throwable of(Throwable failure) {
        return switch (UploadException.outcomeOf(failure)) {
            case TOO_LARGE ->
                ProblemException.of(ProblemType.TOO_LARGE, "A file may have " + config.maxBytes() + " bytes at most.");
            case NOT_MEDIA ->
                ProblemException.of(
                        ProblemType.NOT_MEDIA,
                        "The body must be the bytes of an image, a video or audio, not a form; its first bytes determine"
                                + " the type.");
            case EMPTY -> ProblemException.of(ProblemType.BAD_REQUEST, "The body is empty.");
            case FULL -> full(((UploadException) failure).roomAt());
            case BUSY -> later("Too many files are being received; nothing was stored.");
            case REFUSED ->
                ProblemException.of(ProblemType.REFUSED_INPUT, "The provider refused the file; nothing was stored.");
            // nobody is there to read an answer
            case BROKEN_OFF -> new IOException("the upload broke off");
            case STORED, UNAVAILABLE -> unavailable(failure);
        };
    }

    /** What was to go by now goes with the next sweep. */
    private ProblemException full(Instant due) {
        Instant now = clock.instant();
        Instant roomAt = due.isAfter(now) ? due : now.plus(retention.every());
        return ProblemException.retryable(
                ProblemType.FILES_FULL,
                "A caller may keep " + config.maxKeptBytes()
                        + " bytes of files at one time; there is room for this one at "
                        + roomAt.truncatedTo(ChronoUnit.SECONDS) + ", or when others are deleted. Nothing was stored.",
                Duration.between(now, roomAt));
    }

    private static Throwable unavailable(Throwable failure) {
        if (failure instanceof DatabaseUnavailableException) {
            return failure;
        }
        LOG.warnf("a file was not taken: %s", StoreAwayException.kind(failure));
        return later("File storage is unavailable; nothing was stored.");
    }

    private static ProblemException later(String detail) {
        return ProblemException.retryable(ProblemType.UNAVAILABLE, detail, SOON);
    }
}
