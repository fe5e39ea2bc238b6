package dev.gengate.load;

import java.util.Map;

/**
 * One run, as ordered by one line of JSON on standard input.
 *
 * @param requests file of the requests to send in turn, one a line: path, tab, the value for the body's placeholder
 * @param from first line to send; a closed or open run takes the following ones, none twice
 * @param repeat start over at the end of the file instead of calling the run exhausted
 * @param body file with the body's template, null for none; {@code @} stands for the line's value
 * @param connections open at the same time
 * @param rate requests a second in open loop (arrivals evenly spaced); 0 = closed loop: one request after the other on each connection
 * @param stamps file to which the send time of each line is written (8 bytes each, microseconds since 1970), null for none
 */
record LoadOrder(
        int port,
        String method,
        Map<String, String> headers,
        String requests,
        int from,
        boolean repeat,
        String body,
        int connections,
        int rate,
        int seconds,
        int expectedStatus,
        String stamps) {}
