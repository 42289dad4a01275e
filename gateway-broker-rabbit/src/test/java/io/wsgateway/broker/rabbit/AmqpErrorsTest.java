package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class AmqpErrorsTest {

    @Test
    void aRefusalIsGivenWithWhatToDo() {
        assertThat(channel(
                        403, "ACCESS_REFUSED - configure access to queue 'q' in vhost 'my chat' refused for user 'gw'"))
                .endsWith(". Give the rights (configure, write, read; they replace all that this user has there):"
                        + " rabbitmqctl set_permissions -p 'my chat' gw '^gateway\\.' '^gateway\\.' '^gateway\\.'");
        assertThat(connection(530, "NOT_ALLOWED - vhost nowhere not found"))
                .endsWith("not found. Make it: rabbitmqctl add_vhost nowhere");
        assertThat(connection(530, "NOT_ALLOWED - access to vhost '/' refused for user 'gw'"))
                .contains("rabbitmqctl set_permissions -p / gw ");
    }

    @Test
    void othersAreGivenAsTheyAre() {
        assertThat(channel(404, "NOT_FOUND - no queue 'q' in vhost '/'"))
                .isEqualTo("NOT_FOUND - no queue 'q' in vhost '/'");
    }

    /** What isn't reached: its address, or what is in between. */
    @Test
    void whatCannotBeReachedIsGivenWithWhatToLookAt() {
        assertThat(AmqpErrors.of(new ConnectException("x")))
                .isEqualTo("connection refused: check host and port of the address, and that it runs");
        assertThat(AmqpErrors.of(new NoRouteToHostException("x"))).contains("firewalls");
        assertThat(AmqpErrors.of(new UnknownHostException("x")))
                .isEqualTo("unknown host: check the name in the address, and the name server");
        assertThat(AmqpErrors.of(new TimeoutException())).startsWith("no answer in time: check ");
        assertThat(AmqpErrors.of(new AuthenticationFailureException("x")))
                .startsWith("it refused the user or the password: check both");
    }

    /** Whatever it is wrapped in, and whatever stands behind it. */
    @Test
    void whatIsUnfitSpeaksForItself() {
        UnfitTopologyException unfit = new UnfitTopologyException(
                "mend it", new IOException(new ShutdownSignalException(true, false, null, "c")));
        assertThat(AmqpErrors.of(new IOException(unfit))).isEqualTo("mend it");
    }

    /** Release 3 closes the connection, release 4 the channel. */
    @Test
    void anUnknownTypeOfExchangeIsKnownInBothReleases() {
        String text = "unknown exchange type 'x-consistent-hash'";
        assertThat(AmqpErrors.unknownType(failure(close(503, "COMMAND_INVALID - " + text))))
                .isTrue();
        assertThat(AmqpErrors.unknownType(failure(channelClose(406, "PRECONDITION_FAILED - " + text))))
                .isTrue();
        String gone = text.replace("unknown", "invalid");
        assertThat(AmqpErrors.unknownType(failure(channelClose(406, "PRECONDITION_FAILED - " + gone))))
                .isTrue();
        assertThat(AmqpErrors.unknownType(failure(channelClose(406, "PRECONDITION_FAILED - inequivalent arg 'type'"))))
                .isFalse();
    }

    private static String channel(int code, String text) {
        return AmqpErrors.of(failure(channelClose(code, text)));
    }

    private static String connection(int code, String text) {
        return AmqpErrors.of(failure(close(code, text)));
    }

    private static Method channelClose(int code, String text) {
        return new AMQP.Channel.Close.Builder().replyCode(code).replyText(text).build();
    }

    private static Method close(int code, String text) {
        return new AMQP.Connection.Close.Builder()
                .replyCode(code)
                .replyText(text)
                .build();
    }

    private static IOException failure(Method reason) {
        return new IOException(new ShutdownSignalException(true, false, reason, "connection"));
    }
}
