package dev.gengate.proof.simulator.file;

import com.fasterxml.jackson.databind.JsonNode;

/** The file of a result: a picture of its prompt, or a film or a sound that players take. */
public final class MadeFile {
    private static final int TASK_ID = 32;

    private MadeFile() {}

    /**
     * The file of that name, which begins with the id of its task.
     *
     * @param input of the task
     * @param least bytes of a picture
     */
    public static byte[] of(JsonNode input, String name, int least) {
        return switch (mediaType(name)) {
            case "video/mp4" -> SmallFilm.MP4;
            case "audio/mpeg" -> SmallSound.MP3;
            default ->
                Picture.of(input.path("prompt").asText(), seed(input, name)).png(least);
        };
    }

    public static String mediaType(String name) {
        return name.endsWith(".mp4") ? "video/mp4" : name.endsWith(".mp3") ? "audio/mpeg" : "image/png";
    }

    private static long seed(JsonNode input, String name) {
        long ofTask = input.path("seed").asLong(name.substring(0, TASK_ID).hashCode());
        return ofTask * 31 + name.substring(TASK_ID).hashCode();
    }
}
