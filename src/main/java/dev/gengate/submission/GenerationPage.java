package dev.gengate.submission;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One page of a listing, newest first.
 *
 * @param nextCursor for the next page; absent on the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GenerationPage(
        List<GenerationView> items, @Schema(examples = "AZD2wnsenpCPKy9PXz8aEQ") String nextCursor) {}
