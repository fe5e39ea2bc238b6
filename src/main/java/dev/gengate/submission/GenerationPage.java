package dev.gengate.submission;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * One page of a listing, newest first.
 *
 * @param nextCursor for the next page; absent on the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GenerationPage(List<GenerationView> items, String nextCursor) {}
