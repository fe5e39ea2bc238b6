package dev.gengate.contract;

/** Examples in the OpenAPI document. */
public final class ApiExamples {
    public static final String SUBMISSION =
            """
            {"model":"google/imagen4-fast",
             "input":{"prompt":"a lighthouse at dawn, film grain","negative_prompt":"people","aspect_ratio":"16:9",
                      "num_images":"1","seed":7},
             "correlationId":"order-42","metadata":{"team":"ads"},"priority":"normal"}""";

    public static final String SUBMITTED =
            """
            {"id":"0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11","state":"submitted","model":"google/imagen4-fast",
             "input":{"prompt":"a lighthouse at dawn"},"taskId":"task_google_1765172332800","metadata":{},
             "createdAt":"2026-01-01T10:00:00Z","submittedAt":"2026-01-01T10:00:00.350Z"}""";

    public static final String QUEUED =
            """
            {"id":"0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11","state":"queued","model":"google/imagen4-fast",
             "input":{"prompt":"a lighthouse at dawn"},"metadata":{},
             "queuePosition":3,"estimatedStart":"2026-01-01T10:00:07Z","createdAt":"2026-01-01T10:00:00Z"}""";

    public static final String UNCONFIRMED =
            """
            {"id":"0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11","state":"unconfirmed","model":"google/imagen4-fast",
             "input":{"prompt":"a lighthouse at dawn"},"metadata":{},"createdAt":"2026-01-01T10:00:00Z"}""";

    public static final String REQUEUED =
            """
            {"id":"0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11","state":"queued","model":"google/imagen4-fast",
             "input":{"prompt":"a lighthouse at dawn"},"metadata":{},"createdAt":"2026-01-01T10:00:00Z"}""";

    public static final String SUCCEEDED =
            """
            {"id":"0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11","state":"succeeded","model":"google/imagen4-fast",
             "input":{"prompt":"a lighthouse at dawn"},"taskId":"task_google_1765172332800","metadata":{},
             "images":[{"url":"https://tempfile.example/f/ae98.png"}],"creditsConsumed":4,
             "createdAt":"2026-01-01T10:00:00Z","submittedAt":"2026-01-01T10:00:00.350Z",
             "completedAt":"2026-01-01T10:00:12Z"}""";

    public static final String CANCELLED =
            """
            {"id":"0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11","state":"cancelled","model":"google/imagen4-fast",
             "input":{"prompt":"a lighthouse at dawn"},"metadata":{},
             "failure":{"code":"cancelled","message":"cancelled by its caller"},
             "createdAt":"2026-01-01T10:00:00Z","completedAt":"2026-01-01T10:00:02Z"}""";

    public static final String PAGE = "{\"items\":[" + SUCCEEDED + "],\"nextCursor\":\"AZD2wnsenpCPKy9PXz8aEQ\"}";

    public static final String TASK = "{\"taskId\":\"task_google_1765172332800\"}";

    public static final String RANGE = "{\"from\":\"2026-01-01T10:00:00Z\",\"to\":\"2026-01-01T11:00:00Z\"}";

    public static final String REPLAY_RUNNING =
            """
            {"id":"0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11","state":"running",
             "from":"2026-01-01T10:00:00Z","to":"2026-01-01T11:00:00Z","published":0,"skipped":0,
             "createdAt":"2026-01-01T12:00:00Z"}""";

    public static final String REPLAY_DONE =
            """
            {"id":"0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11","state":"done",
             "from":"2026-01-01T10:00:00Z","to":"2026-01-01T11:00:00Z","published":1234,"skipped":0,
             "createdAt":"2026-01-01T12:00:00Z","finishedAt":"2026-01-01T12:00:03Z"}""";

    public static final String CREDITS = "{\"credits\":100,\"readAt\":\"2026-01-01T10:00:00Z\"}";

    private ApiExamples() {}
}
