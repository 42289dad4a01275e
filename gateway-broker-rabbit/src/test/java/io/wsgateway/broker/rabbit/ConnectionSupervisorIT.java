package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionSupervisorIT extends RabbitCase {

    @Test
    void aConnectionThatEndsAgainAndAgainIsMadeAnewAfterAtLeastHalfASecondEachTime() {
        List<Long> uses = new CopyOnWriteArrayList<>();
        RabbitConfig config = host.config("a");
        try (ConnectionSupervisor supervisor = new ConnectionSupervisor(config, new Connector(config), "a test")) {
            supervisor.start((connection, ready) -> {
                uses.add(System.nanoTime());
                throw new IllegalStateException("it ends");
            });
            await().until(() -> uses.size() == 4);
            assertThat(supervisor.health().reason()).contains("it ends");
        }
        for (int i = 1; i < uses.size(); i++) {
            assertThat((uses.get(i) - uses.get(i - 1)) / 1_000_000).isGreaterThanOrEqualTo(500);
        }
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorIsAReasonAndTheNextTryComes(Error error, String reason) {
        List<Long> uses = new CopyOnWriteArrayList<>();
        RabbitConfig config = host.config("a");
        try (ConnectionSupervisor supervisor = new ConnectionSupervisor(config, new Connector(config), "a test")) {
            supervisor.start((connection, ready) -> {
                uses.add(System.nanoTime());
                if (uses.size() < 3) {
                    throw error;
                }
                ready.run();
                new CountDownLatch(1).await();
            });
            await().until(() -> uses.size() == 2);
            assertThat(supervisor.health().reason()).contains(reason);
            await().until(() -> supervisor.health().up());
            assertThat(supervisor.liveness().up()).isTrue();
        }
    }

    static Object[][] errors() {
        return new Object[][] {
            {new OutOfMemoryError("unable to create native thread"), "unable to create native thread"},
            {new NoSuchMethodError("setMaxInboundMessageBodySize"), "of another release than this gateway needs"},
            {new StackOverflowError(), "StackOverflowError"}
        };
    }

    @Test
    void withoutAThreadForTheConnectionItsSocketIsClosedAndTheNextTryWorks() throws Exception {
        FilteringConnectionFactory connections = new FilteringConnectionFactory();
        connections.setUri(host.url());
        connections.setAutomaticRecoveryEnabled(false);
        connections.setThreadFactory(work -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        assertThatThrownBy(() -> connections.newConnection("starved")).isInstanceOf(OutOfMemoryError.class);
        connections.setThreadFactory(Thread::new);
        connections.newConnection("well").close();
    }
}
