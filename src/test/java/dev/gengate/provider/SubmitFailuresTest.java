package dev.gengate.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.provider.answer.SubmitResult.TryLater;
import dev.gengate.provider.answer.SubmitResult.Unconfirmed;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SubmitFailuresTest {

    static Stream<Throwable> beforeAnythingWasSent() {
        return Stream.of(
                new ConnectException("Connection refused"),
                new UnknownHostException("api.kie.ai"),
                new ConnectTimeoutException("connection timed out"),
                new TimeoutException("waiting for a connection of the pool"),
                new SSLHandshakeException("bad certificate"),
                new ProcessingException(new ConnectException("Connection refused")),
                new IllegalStateException("anything else"));
    }

    @ParameterizedTest
    @MethodSource("beforeAnythingWasSent")
    void whateverHappensBeforeSendingIsTriedLater(Throwable failure) {
        assertEquals(new TryLater(TryLater.Reason.UNREACHABLE, Optional.empty()), SubmitFailures.read(failure, false));
    }

    static Stream<Arguments> afterSending() {
        return Stream.of(
                Arguments.of(new TimeoutException("30000ms exceeded"), Unconfirmed.Reason.TIMED_OUT),
                Arguments.of(new io.smallrye.mutiny.TimeoutException(), Unconfirmed.Reason.TIMED_OUT),
                Arguments.of(new ProcessingException(new TimeoutException()), Unconfirmed.Reason.TIMED_OUT),
                Arguments.of(new HttpClosedException("Connection was closed"), Unconfirmed.Reason.CONNECTION_LOST),
                Arguments.of(new IOException("Connection was closed"), Unconfirmed.Reason.CONNECTION_LOST),
                Arguments.of(new SocketException("Connection reset"), Unconfirmed.Reason.CONNECTION_LOST),
                Arguments.of(new ConnectException("too late to be sure"), Unconfirmed.Reason.CONNECTION_LOST),
                Arguments.of(new StreamResetException(0L), Unconfirmed.Reason.UNREADABLE_ANSWER),
                Arguments.of(new IllegalArgumentException("odd header"), Unconfirmed.Reason.UNREADABLE_ANSWER));
    }

    @ParameterizedTest
    @MethodSource("afterSending")
    void whateverHappensAfterSendingIsUnconfirmed(Throwable failure, Unconfirmed.Reason reason) {
        assertEquals(new Unconfirmed(reason), SubmitFailures.read(failure, true));
    }

    @Test
    void circleOfCausesIsLeft() {
        Throwable cause = new IllegalStateException("cause");
        Throwable failure = new IllegalStateException("failure", cause);
        cause.initCause(failure);

        assertEquals(new Unconfirmed(Unconfirmed.Reason.UNREADABLE_ANSWER), SubmitFailures.read(failure, true));
    }
}
