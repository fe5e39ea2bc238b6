import dev.gengate.client.ApiClient;
import dev.gengate.client.ApiException;
import dev.gengate.client.api.GenerationsApi;
import dev.gengate.client.api.ModelsApi;
import dev.gengate.client.model.Generation;
import dev.gengate.client.model.GenerationPage;
import dev.gengate.client.model.Problem;
import dev.gengate.client.model.State;
import dev.gengate.client.model.Submission;
import java.io.File;
import java.util.Map;

/** What a caller does with the client that openapi-generator makes: submit, wait, read, list, get a result, ask for a model, and get an error. */
public final class SubmitAndRead {
    private SubmitAndRead() {}

    public static void main(String[] arguments) throws Exception {
        ApiClient client = new ApiClient();
        client.updateBaseUri(arguments[0]);
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + arguments[1]));
        GenerationsApi api = new GenerationsApi(client);
        Submission submission = new Submission()
                .input(Map.of("prompt", "a lighthouse at dawn", "num_images", "2"))
                .correlationId("order-42")
                .metadata(Map.of("team", "ads"));

        Generation ended = api.submitGeneration(submission, "generated-client-1", "wait=30");
        Generation read = api.getGeneration(ended.getId(), null);
        GenerationPage page = api.listGenerations(
                State.SUCCEEDED, null, null, null, null, "order-42", null, null, null, null, null, 10, null);

        require(ended.getState() == State.SUCCEEDED && ended.getResults().size() == 2, "it succeeds: " + ended);
        require(read.equals(ended), "it is read as it ended");
        require(page.getItems().contains(ended), "it is listed");
        require(
                problemOf(api, submission).getErrors().get(0).getPointer().equals("/input/prompt"),
                "the field is named");
        require(sentElsewhere(api, ended).endsWith(".png"), "the file is elsewhere");
        ModelsApi models = new ModelsApi(client);
        String name = ended.getModel();
        require(models.getModel(name).getModel().equals(name), "the model is told");
        require(models.getModelSchema(name, null).containsKey("properties"), "its schema is told");
        System.out.println("the generated client works");
    }

    /** Nothing is stored here, and the client follows nowhere by itself. */
    private static String sentElsewhere(GenerationsApi api, Generation ended) {
        try {
            File file = api.getResult(ended.getId(), "1", null, null, null);
            throw new IllegalStateException("it is here: " + file);
        } catch (ApiException sent) {
            require(sent.getCode() == 307, "it is sent elsewhere: " + sent.getCode());
            return sent.getResponseHeaders().firstValue("Location").orElseThrow();
        }
    }

    private static Problem problemOf(GenerationsApi api, Submission submission) throws Exception {
        submission.setInput(Map.of("prompt", " "));
        try {
            api.submitGeneration(submission, null, null);
            throw new IllegalStateException("an empty prompt is taken");
        } catch (ApiException refused) {
            require(refused.getCode() == 422, "it is refused: " + refused.getCode());
            return ApiClient.createDefaultObjectMapper().readValue(refused.getResponseBody(), Problem.class);
        }
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalStateException("not so: " + what);
        }
    }
}
