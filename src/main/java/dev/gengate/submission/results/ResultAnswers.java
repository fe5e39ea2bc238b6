package dev.gengate.submission.results;

import dev.gengate.custody.ResultPlace;
import dev.gengate.problem.Problem;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import org.jboss.resteasy.reactive.PathPart;

/** Makes the answer to who asks for a result: the file, a part of it, or where to go. */
@ApplicationScoped
class ResultAnswers {
    /**
     * @param asked with the part that the client asks for, and the ETags that it has
     * @param told whether it wants to be told where to go instead of being sent there: a page in a browser cannot see that
     * @param path that it asks for
     */
    Response of(ResultPlace place, HttpHeaders asked, boolean told, String path) {
        if (place instanceof ResultPlace.Here here) {
            return file(here, asked, path);
        }
        if (place instanceof ResultPlace.Elsewhere elsewhere) {
            ResponseBuilder answer = told
                    ? Response.ok(elsewhere.url() + "\r\n", AcceptHeader.URI_LIST)
                    : Response.temporaryRedirect(elsewhere.url());
            return answer.header("Cache-Control", "no-store").build();
        }
        throw place instanceof ResultPlace.Lost lost
                ? ProblemException.of(ProblemType.GONE, lost.why())
                : ProblemException.of(ProblemType.NOT_FOUND, ((ResultPlace.None) place).why());
    }

    private static Response file(ResultPlace.Here here, HttpHeaders asked, String path) {
        String tag = "\"" + here.sha256() + "\"";
        String known = asked.getHeaderString("If-None-Match");
        if (known != null && (known.contains(tag) || known.strip().equals("*"))) {
            return headers(Response.notModified(), here, tag).build();
        }
        ByteRange part = ByteRange.of(asked.getHeaderString("Range"), here.bytes());
        if (part == null || isOfAnother(tag, asked.getHeaderString("If-Range"))) {
            return headers(Response.ok(new PathPart(here.file(), 0, here.bytes())), here, tag)
                    .type(here.mediaType())
                    .build();
        }
        if (part.first() >= here.bytes()) {
            return beyond(here, path);
        }
        return headers(Response.status(206).entity(new PathPart(here.file(), part.first(), part.length())), here, tag)
                .type(here.mediaType())
                .header("Content-Range", part.header(here.bytes()))
                .build();
    }

    /** A part of it is of no use to who has the beginning of another file. A time is never one's: files have none here. */
    private static boolean isOfAnother(String tag, String condition) {
        return condition != null && !condition.strip().equals(tag);
    }

    private static Response beyond(ResultPlace.Here here, String path) {
        ProblemType type = ProblemType.RANGE_NOT_SATISFIABLE;
        String detail = "The result has " + here.bytes() + " bytes.";
        return Response.status(type.status())
                .type(Problem.MEDIA_TYPE)
                .header("Content-Range", "bytes */" + here.bytes())
                .entity(ProblemException.of(type, detail).problem(path))
                .build();
    }

    /** What a browser shows runs nothing and is nobody else's. */
    private static ResponseBuilder headers(ResponseBuilder answer, ResultPlace.Here here, String tag) {
        String disposition = here.harmless() ? "inline" : "attachment";
        return answer.header("ETag", tag)
                .header("Accept-Ranges", "bytes")
                .header("Cache-Control", "private, max-age=3600, immutable")
                .header("Content-Disposition", disposition + "; filename=\"" + here.name() + "\"")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("X-Content-Type-Options", "nosniff");
    }
}
