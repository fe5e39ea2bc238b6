package dev.gengate.submission.pages;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gengate.submission.GenerationView;
import java.time.Instant;
import java.util.List;

/**
 * One page of a listing, newest first.
 *
 * @param nextCursor for the next page; absent on the last one
 * @param lookedBackTo what was created before this time was not looked at; absent where nothing is left
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GenerationPage(List<GenerationView> items, String nextCursor, Instant lookedBackTo) {}
