package io.wsgateway.transport.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wsgateway.spi.Connection;
import io.wsgateway.spi.Handshake;
import io.wsgateway.spi.Transport.Acceptor;
import io.wsgateway.spi.Transport.Limits;
import io.wsgateway.spi.Transport.Receiver;
import io.wsgateway.spi.Transport.Refusal;
import io.wsgateway.testkit.FreePort;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChurnIT {
    private static final int CONNECTIONS = 4_000;

    /** Each remembers the last connection that it had to do with. */
    private static final int IO_THREADS = 2;

    /** Holds on to nothing. */
    private static final class Forgetful implements Acceptor {
        private final Queue<WeakReference<Connection>> seen = new ConcurrentLinkedQueue<>();
        private final AtomicInteger closed = new AtomicInteger();

        private long reachable() {
            System.gc();
            return seen.stream().filter(connection -> connection.get() != null).count();
        }

        @Override
        public Limits limits() {
            return TestServer.LIMITS;
        }

        @Override
        public Optional<Refusal> refuse(Handshake handshake) {
            return Optional.empty();
        }

        @Override
        public Receiver open(Connection connection) {
            seen.add(new WeakReference<>(connection));
            return new Receiver() {
                @Override
                public void onText(ByteBuffer utf8) {}

                @Override
                public void onWritable() {}

                @Override
                public void onClosed(int code) {
                    closed.incrementAndGet();
                }

                @Override
                public void onOwner(Runnable task) {
                    task.run();
                }
            };
        }
    }

    @Test
    void fourThousandConnectsAndDisconnectsLeaveNothingBehind() throws IOException {
        Forgetful gateway = new Forgetful();
        TyrusTransport transport =
                new TyrusTransport(TyrusConfig.at("127.0.0.1", FreePort.next()).withIoThreads(IO_THREADS));
        try (transport) {
            transport.start(gateway);
            for (int i = 0; i < CONNECTIONS; i++) {
                connectAndLeave(transport, i);
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> gateway.closed.get() == CONNECTIONS);
            assertThat(transport.connections()).isZero();
            assertThat(transport.sessions()).isZero();
            await().until(() -> transport.pendingDeadlines() == 0);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(gateway.reachable()).isLessThanOrEqualTo(IO_THREADS));
        }
    }

    private static void connectAndLeave(TyrusTransport transport, int number) throws IOException {
        try (RawSocket socket = RawSocket.upgraded(transport.address().orElseThrow())) {
            switch (number % 4) {
                case 0 -> socket.write(RawSocket.close(1000));
                case 1 -> socket.cut();
                case 2 -> socket.write(RawSocket.frame(0x82, new byte[1]));
                default -> socket.write(RawSocket.text("{}"));
            }
        }
    }
}
