package dev.gengate.queue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.files.FileReferences;
import dev.gengate.generation.Failure;
import dev.gengate.generation.Generation;
import dev.gengate.models.Catalogue;
import dev.gengate.models.FileReference;
import dev.gengate.models.Model;
import dev.gengate.models.input.MediaRules;
import dev.gengate.provider.answer.SubmitResult;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Inputs as the provider gets them: with its own ids, and with URLs, in the place of what they name. */
@ApplicationScoped
class SentInputs {
    /** Where a text of JSON names an uploaded file. */
    private static final String FILE = "\"file:";

    private static final Input EARLIER_GONE =
            gone(Failure.EARLIER_GENERATION_GONE, "an earlier generation that the input names is not there any more");
    private static final Input FILE_GONE = gone(Failure.FILE_GONE, "a file that the input names is not there any more");

    /** What an input names cannot be had now: it waits aside. */
    static final Input NOT_THERE =
            new Input(null, new SubmitResult.TryLater(SubmitResult.TryLater.Reason.INPUT_NOT_THERE, Optional.empty()));

    private final EarlierGenerations earlier;
    private final FileReferences files;
    private final Catalogue models;

    SentInputs(EarlierGenerations earlier, FileReferences files, Catalogue models) {
        this.earlier = earlier;
        this.files = files;
        this.models = models;
    }

    /** An input. @param instead what becomes of the call, for which there is no text; else null */
    record Input(String text, SubmitResult instead) {

        /** Never shows the content. */
        @Override
        public String toString() {
            return "Input[]";
        }
    }

    private static Input gone(String code, String message) {
        return new Input(
                null, new SubmitResult.Refused(SubmitResult.Refusal.INVALID_INPUT, new Failure(code, message)));
    }

    Uni<Input> of(Generation attempt) {
        Model model = models.find(attempt.model()).orElse(null);
        if (model == null) {
            boolean named = MediaRules.named(attempt.input());
            // its file says where an input has its references
            return Uni.createFrom().item(named ? NOT_THERE : new Input(attempt.input(), null));
        }
        return names(model, attempt.input())
                ? replaced(attempt, model)
                : Uni.createFrom().item(new Input(attempt.input(), null));
    }

    /** Whether it may name an earlier generation or a file; most inputs name nothing, and are not read. */
    private static boolean names(Model model, String input) {
        return !model.earlierTasks().isEmpty() || input.contains("\"generation:") || input.contains(FILE);
    }

    private Uni<Input> replaced(Generation attempt, Model model) {
        return earlier.resolved(attempt, model).flatMap(text -> text.map(known -> withFiles(attempt, model, known))
                .orElseGet(() -> Uni.createFrom().item(EARLIER_GONE)));
    }

    private Uni<Input> withFiles(Generation attempt, Model model, String text) {
        if (!text.contains(FILE)) {
            return Uni.createFrom().item(new Input(text, null));
        }
        ObjectNode input = (ObjectNode) InputJson.read(text);
        List<FileReference> references = FileReference.in(model, input);
        return files.urls(attempt.caller(), references).map(urls -> filled(input, references, urls));
    }

    private static Input filled(ObjectNode input, List<FileReference> references, Map<FileReference, String> urls) {
        if (!urls.keySet().containsAll(references)) {
            return FILE_GONE;
        }
        urls.forEach((reference, url) -> InputJson.replace(input, reference.pointer(), url));
        return new Input(input.toString(), null);
    }
}
