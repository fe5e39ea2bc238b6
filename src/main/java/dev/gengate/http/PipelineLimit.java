package dev.gengate.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Pauses reading from a connection while many of its requests wait for answers. The server itself queues any number,
 * and walks along the queue for each.
 */
final class PipelineLimit extends ChannelDuplexHandler {
    /** Requests that arrive in one read come in addition. */
    private static final int MOST = 16;

    private static final String SERVER = "handler";

    private final ConnectionBase connection;
    /** Starts with the connection's first request. */
    private int waiting = 1;

    private PipelineLimit(ConnectionBase connection) {
        this.connection = connection;
    }

    /** Installs the limit at the connection's first request. A connection that has ended by then has no pipeline. */
    static void of(HttpConnection connection) {
        ConnectionBase base = (ConnectionBase) connection;
        ChannelPipeline pipeline = base.channel().pipeline();
        if (pipeline.get(PipelineLimit.class) == null && pipeline.get(SERVER) != null) {
            pipeline.addBefore(SERVER, null, new PipelineLimit(base));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest && ++waiting > MOST) {
            connection.doPause();
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse answer
                && answer.status().codeClass() != HttpStatusClass.INFORMATIONAL
                && --waiting == MOST) {
            connection.doResume();
        }
        context.write(message, promise);
    }
}
