package dev.gengate.proof.simulator;

/** The file of a result: a picture of its prompt, or a film or a sound that players take. */
final class MadeFile {
    private MadeFile() {}

    /** @param least bytes of a picture */
    static byte[] of(SimulatedTask task, String name, int least) {
        return switch (mediaType(name)) {
            case "video/mp4" -> SmallFilm.MP4;
            case "audio/mpeg" -> SmallSound.MP3;
            default ->
                Picture.of(task.input.path("prompt").asText(), seed(task, name)).png(least);
        };
    }

    static String mediaType(String name) {
        return name.endsWith(".mp4") ? "video/mp4" : name.endsWith(".mp3") ? "audio/mpeg" : "image/png";
    }

    private static long seed(SimulatedTask task, String name) {
        return task.input.path("seed").asLong(task.taskId.hashCode()) * 31
                + name.substring(32).hashCode();
    }
}
