package io.wsgateway.transport.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.nio.NIOConnection;
import org.glassfish.grizzly.nio.SelectorRunner;
import org.glassfish.grizzly.nio.transport.TCPNIOServerConnection;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.nio.transport.TCPNIOTransportBuilder;
import org.glassfish.grizzly.strategies.SameThreadIOStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A selector's loop that throws, with everything that Grizzly does about that failing too. */
class IoThreadsIT {
    private final Logger log = Grizzly.logger(SelectorRunner.class);
    private final AtomicBoolean throwing = new AtomicBoolean();
    private final IoThreads threads = new IoThreads();
    private final TCPNIOTransport sockets = sockets();

    /** Logging fails where memory is short. */
    private final Handler failing = new Handler() {
        @Override
        public void publish(LogRecord line) {
            throw new OutOfMemoryError("injected");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** Echoes bytes, and now and then a turn of its selector throws. */
    private final class Echo extends EventProcessor {
        @Override
        void on(IOEvent event, NIOConnection connection) throws IOException {
            if (event == IOEvent.READ) {
                NioSocket socket = new NioSocket(connection);
                ByteBuffer bytes = ByteBuffer.allocate(16);
                if (socket.read(bytes) < 0) {
                    connection.terminateSilently();
                } else {
                    socket.write(bytes.flip());
                }
            }
        }

        @Override
        public void closed(NIOConnection connection) {}
    }

    private TCPNIOTransport sockets() {
        TCPNIOTransportBuilder builder = TCPNIOTransportBuilder.newInstance();
        builder.setIOStrategy(SameThreadIOStrategy.getInstance());
        builder.setSelectorRunnersCount(1);
        builder.setProcessor(new Echo());
        builder.setSelectorHandler(new SelectorLoop(threads, new FaultLog()) {
            @Override
            public void postSelect(SelectorRunner runner) {
                if (throwing.compareAndSet(true, false)) {
                    throw new OutOfMemoryError("injected");
                }
            }
        });
        TCPNIOTransport made = builder.build();
        made.setWorkerThreadPoolConfig(null);
        made.setKernelThreadPool(threads);
        return made;
    }

    @BeforeEach
    void breakTheLog() {
        log.addHandler(failing);
        log.setUseParentHandlers(false);
    }

    @AfterEach
    void stop() throws IOException {
        log.removeHandler(failing);
        log.setUseParentHandlers(true);
        sockets.shutdownNow();
    }

    @Test
    void aLoopThatThrowsGoesOnAndItsConnectionsWithIt() throws IOException {
        TCPNIOServerConnection server = sockets.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        sockets.start();
        try (Socket client = new Socket()) {
            client.setSoTimeout(20_000);
            client.connect(server.getLocalAddress());
            for (int i = 0; i < 3; i++) {
                throwing.set(true);
                client.getOutputStream().write(i);
                assertThat(client.getInputStream().read()).isEqualTo(i);
                await().untilFalse(throwing);
            }
            client.getOutputStream().write(9);
            assertThat(client.getInputStream().read()).isEqualTo(9);
            assertThat(threads.liveness().up()).isTrue();
        }
        sockets.shutdownNow();
        await().until(threads::isTerminated);
    }
}
