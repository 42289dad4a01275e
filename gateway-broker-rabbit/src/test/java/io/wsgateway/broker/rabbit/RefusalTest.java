package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What blames the message that was published, and what doesn't. */
class RefusalTest {

    @ParameterizedTest
    @CsvSource({
        "406, 60, 40, true",
        "311, 60, 40, true",
        "406, 50, 10, false",
        "403, 60, 40, false",
        "404, 60, 40, false",
        "541, 60, 40, false",
        "541, 0, 0, false",
        "320, 0, 0, false"
    })
    void onlyARefusalThatWouldComeAgainDoes(int code, int classId, int methodId, boolean blamed) {
        Method reason = new AMQP.Channel.Close.Builder()
                .replyCode(code)
                .replyText("NO")
                .classId(classId)
                .methodId(methodId)
                .build();
        ShutdownSignalException signal = new ShutdownSignalException(false, false, reason, new Object());
        assertThat(AmqpErrors.ofAMessage(new IOException(signal))).isEqualTo(blamed);
    }

    @Test
    void aNetworkThatFailsBlamesNobody() {
        ShutdownSignalException signal = new ShutdownSignalException(true, false, null, new Object());
        assertThat(AmqpErrors.ofAMessage(new IOException(signal))).isFalse();
        assertThat(AmqpErrors.ofAMessage(new IOException("reset"))).isFalse();
    }
}
