package dev.gengate.provider.answer;

import java.util.Optional;

/** Reads answers to a question for a link: {@code data} is one. */
public final class DownloadUrlReader {
    private DownloadUrlReader() {}

    /** Empty if there is none. */
    public static Optional<String> read(ProviderAnswer answer) {
        return answer.envelope()
                .filter(told -> answer.successful() && Integer.valueOf(200).equals(told.code()))
                .map(Envelope::data)
                .filter(link -> link.startsWith("http"));
    }
}
