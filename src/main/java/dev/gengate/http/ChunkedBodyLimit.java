package dev.gengate.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts a body that came without its length as it is read: the framework's own limit answers without a problem. */
@Provider
class ChunkedBodyLimit implements ReaderInterceptor {

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        if (!context.getHeaders().containsKey(HttpHeaders.CONTENT_LENGTH)) {
            context.setInputStream(new Counted(context.getInputStream()));
        }
        return context.proceed();
    }

    private static final class Counted extends FilterInputStream {
        private long bytes;

        Counted(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int more) {
            bytes += more;
            if (bytes > RequestRules.MOST_BYTES) {
                throw RequestRules.tooLarge();
            }
        }
    }
}
