package dev.gengate.proof.attack;

import static dev.gengate.proof.attack.Attack.line;
import static dev.gengate.proof.attack.Attack.raw;

import java.util.List;

/** Paths and queries that mean something else to somebody else. */
final class PathAttacks {
    private static final String ITEM = "GET /v1/generations/";
    private static final String QUERY = "GET /v1/generations?correlationId=";

    private PathAttacks() {}

    static List<Attack> all() {
        return List.of(
                line("id-text", "an id that is none", 404, ITEM + "nope"),
                line("id-short", "a UUID in Java's short form", 404, ITEM + "1-1-1-1-1"),
                line("id-nul", "an encoded NUL as id", 404, ITEM + "%00"),
                line("id-parent", "an encoded parent directory as id", 404, ITEM + "..%2f..%2fq%2fmetrics"),
                line("id-parent-twice", "a doubly encoded parent directory", 404, ITEM + "%252e%252e%252f"),
                line("id-parent-plain", "a parent directory", 404, ITEM + "../../q/metrics"),
                line("id-backslash", "backslashes", 404, ITEM + "..%5c..%5c"),
                line("id-sql", "SQL as id", 404, ITEM + "1'%20or%20'1'='1"),
                line("id-line-end", "an encoded line end as id", 404, ITEM + "a%0d%0aX-Evil:%201"),
                line("id-overlong", "an overlong encoded slash", 404, ITEM + "%c0%af"),
                line("id-bad-escape", "a percent sign that escapes nothing", 400, ITEM + "%zz"),
                line("id-cut-escape", "a percent sign at the end", 400, ITEM + "%"),
                line("id-matrix", "a path parameter", 404, ITEM + ";a=b"),
                line("id-long", "an id of 3,000 characters", 404, ITEM + "a".repeat(3_000)),
                line("path-management", "metrics on the public port", 404, "GET /q/metrics"),
                line("path-health", "health on the public port", 404, "GET /q/health"),
                line("path-console", "the development console", 404, "GET /q/dev-ui"),
                line("path-double-slash", "an empty segment before the path", 404, "GET //v1//generations//x"),
                line("path-callbacks-escape", "the API through the callback path", 404, "GET /callbacks/../v1/credits"),
                line("path-callbacks-parameter", "the same, by a path parameter", 404, "GET /callbacks/..;/v1/credits"),
                line("path-callbacks-encoded", "the same, encoded", 404, "GET /callbacks/%2e%2e/v1/credits"),
                line("path-resource", "a file of the class path", 404, "GET /schemas/..%2fapplication.properties"),
                line("path-long", "a request line of 8,000 characters", 414, "GET /v1/" + "a".repeat(8_000)),
                line("path-many-segments", "a path of 2,000 segments", 404, "GET " + "/a".repeat(2_000)),
                line("query-limit", "a limit of 10^12", 422, "GET /v1/generations?limit=1000000000000"),
                line("query-state", "SQL as state", 422, "GET /v1/generations?state=queued'--"),
                line("query-cursor", "a cursor made up", 422, "GET /v1/generations?cursor=AAAA"),
                line("query-nul", "NUL in the query", 422, "GET /v1/generations?correlationId=%00"),
                line("query-surrogate", "half a character in the query", 400, "GET /v1/generations?cursor=%ed%a0%80"),
                line("query-no-utf8", "a byte that no UTF-8 has, in the query", 400, QUERY + "%ff"),
                line("query-cut-utf8", "the first byte of a character in the query", 400, QUERY + "%c3"),
                line("query-overlong", "an overlong encoded slash in the query", 400, QUERY + "%c0%af"),
                line("query-raw", "bytes of the query that are not encoded", 400, QUERY + "\u00c3\u00a9"),
                line("query-bad-escape", "a broken escape in the query", 400, "GET /v1/generations?cursor=%zz"),
                line("query-cut-escape", "a percent sign at the end of the query", 400, QUERY + "%"),
                line("method-unknown", "a method that is none", 405, "EVIL /v1/generations"),
                line("method-trace", "TRACE, which would show the key", 405, "TRACE /v1/generations"),
                line("method-connect", "CONNECT, to be a proxy", 404, "CONNECT evil.example:443"),
                line("target-absolute", "another host in the request line", 404, "GET http://evil.example/v1/x"),
                raw("line-garbage", "a request line that is none", 400, "GARBAGE\r\n\r\n"),
                raw("line-version", "HTTP/9.9", 400, "GET /v1/generations HTTP/9.9\r\nHost: gateway\r\n\r\n"),
                raw("line-protocol", "another protocol", 400, "GET /v1/generations H\"P/1.1\r\nHost: gateway\r\n\r\n"),
                raw("line-nul", "NUL in the request line", 400, "GET /v1/\u0000 HTTP/1.1\r\nHost: gateway\r\n\r\n"));
    }
}
