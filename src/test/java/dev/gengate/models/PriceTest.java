package dev.gengate.models;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.gateway.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The price list's words as functions of the input: by hand, one of each kind. */
class PriceTest {
    private final Catalogue catalogue = new Catalogue();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            google/imagen4-fast | {"prompt":"x","num_images":"4"}                       | 4     | 4     | {"prompt":"x","num_images":"4"}
            flux-2/pro-text-to-image | {"prompt":"x","resolution":"2K"}                 | 7     | 7     | {"prompt":"x","resolution":"2K"}
            happyhorse/text-to-video | {"prompt":"x"}                                   | 240   | 240   | {"prompt":"x","resolution":"1080p","duration":5}
            kling-3.0/video     | {"mode":"pro","sound":true,"duration":"3"}            | 81    | 81    | {"mode":"pro","sound":true,"duration":"3"}
            wan/2-7-image       | {"prompt":"x"}                                        | 19.2  | 19.2  | {"prompt":"x","enable_sequential":false,"n":4}
            wan/2-7-image       | {"prompt":"x","enable_sequential":true}               | 57.6  | 57.6  | {"prompt":"x","enable_sequential":true,"n":12}
            wan/2-7-image       | {"prompt":"x","n":2}                                  | 9.6   | 9.6   | {"prompt":"x","n":2,"enable_sequential":false}
            ideogram/character  | {"prompt":"x","num_images":"3","rendering_speed":"TURBO"} | 36 | 36   | {"prompt":"x","num_images":"3","rendering_speed":"TURBO"}
            qwen3/image-to-image | {"prompt":"x","image_urls":["a","b"]}                | 5.8   | 5.8   | {"prompt":"x","image_urls":["a","b"]}
            seedream/5-pro-image-to-image | {"quality":"high","image_urls":["a","b","c"]} | 15  | 15    | {"quality":"high","image_urls":["a","b","c"]}
            elevenlabs/text-to-speech-turbo-2-5 | {"text":"😀😀😀😀😀"}                 | 0.03  | 0.03  | {"text":"😀😀😀😀😀"}
            wan/2-2-a14b-speech-to-video-turbo | {"resolution":"480p","num_frames":80,"frames_per_second":16} | 60 | 60 | {"resolution":"480p","num_frames":80,"frames_per_second":16}
            bytedance/seedance-2 | {"prompt":"x","duration":-1,"resolution":"480p"}     | 76    | 285   | {"prompt":"x","duration":-1,"resolution":"480p"}
            bytedance/seedance-2 | {"duration":4,"resolution":"480p","reference_video_urls":["a"]} | 69 | 218.5 | {"duration":4,"resolution":"480p","reference_video_urls":["a"]}
            gemini-omni-video   | {"duration":"4","resolution":"4k","video_list":[{}]}  | 252   | 252   | {"duration":"4","resolution":"4k","video_list":[{}]}
            grok-imagine/upscale | {"task_id":"x"}                                      | 10    | 10    | {"task_id":"x","resolution":"720p"}
            grok-imagine/extend | {"extend_times":6}                                    | 14.4  | 27    | {"extend_times":6}
            topaz/video-upscale | {"video_url":"x","upscale_factor":"4"}                | 14    | 4200  | {"video_url":"x","upscale_factor":"4"}
            qwen/image-edit     | {"num_images":"2"}                                    | 2.5   | 10.5  | {"num_images":"2"}
            qwen/image-edit     | {"prompt":"x"}                                        | 1.25  | 5.25  | {"prompt":"x","num_images":"1"}
            ideogram/v3-remix   | {"rendering_speed":"TURBO"}                           | 3.5   | 3.5   | {"rendering_speed":"TURBO","num_images":"1"}
            grok-imagine/text-to-image | {"prompt":"x"}                                 | 4     | 5     | {"prompt":"x"}
            gpt-image-2-text-to-image | {"prompt":"x"}                                  | 6     | 6     | {"prompt":"x","resolution":"1K"}
            """)
    void priceFollowsFromTheInput(String model, String input, String from, String to, String sent) {
        Price price = catalogue.find(model).orElseThrow().price();
        ObjectNode explicit = price.explicit((ObjectNode) Json.read(input));
        Price.Quote quote = price.quote(explicit);

        assertEquals(
                from + " " + to, quote.from().toPlainString() + " " + quote.to().toPlainString());
        assertEquals(Json.read(sent), Json.read(explicit.toString()));
    }
}
