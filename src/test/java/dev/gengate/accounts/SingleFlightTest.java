package dev.gengate.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SingleFlightTest {
    private final SingleFlight<String> shared = new SingleFlight<>();
    private final List<CompletableFuture<String>> begun = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();

    @Test
    void whoeverAsksMeanwhileSharesTheAnswerAndWhoAsksAfterwardsDoesNot() {
        ask();
        shared.of(this::begin).subscribe().with(answers::add).cancel();
        ask();
        begun.get(0).complete("first");
        ask();
        begun.get(1).completeExceptionally(new IllegalStateException());
        ask();
        begun.get(2).complete("third");

        assertEquals(List.of("first", "first", "failed", "third"), answers);
    }

    private void ask() {
        shared.of(this::begin).subscribe().with(answers::add, failure -> answers.add("failed"));
    }

    private Uni<String> begin() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        begun.add(answer);
        return Uni.createFrom().completionStage(answer);
    }
}
