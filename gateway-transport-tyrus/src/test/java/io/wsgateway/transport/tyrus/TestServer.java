package io.wsgateway.transport.tyrus;

import static org.awaitility.Awaitility.await;

import io.wsgateway.spi.Connection;
import io.wsgateway.spi.Transport.Limits;
import io.wsgateway.testkit.FreePort;
import io.wsgateway.testkit.RecordingAcceptor;
import io.wsgateway.testkit.RecordingReceiver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A transport on a free port of the loopback, with one owner for all connections. */
final class TestServer implements AutoCloseable {
    static final Limits LIMITS = new Limits(16 << 10, 256 << 10, Duration.ofSeconds(10), Duration.ofSeconds(3));

    final ThreadPoolExecutor owner =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new DiscardPolicy());
    final RecordingAcceptor gateway;
    final TyrusTransport transport;

    TestServer() throws IOException {
        this(LIMITS);
    }

    TestServer(Limits limits) throws IOException {
        this(limits, TyrusConfig.at("127.0.0.1", FreePort.next()));
    }

    TestServer(AdmissionConfig admission) throws IOException {
        this(LIMITS, TyrusConfig.at("127.0.0.1", FreePort.next()).withAdmission(admission));
    }

    TestServer(Limits limits, TyrusConfig config) throws IOException {
        transport = new TyrusTransport(config);
        gateway = new RecordingAcceptor(limits, owner);
        transport.start(gateway);
    }

    InetSocketAddress address() {
        return transport.address().orElseThrow();
    }

    RawSocket connect() throws IOException {
        return RawSocket.upgraded(address());
    }

    /** Waits for so many connections, and answers the last. */
    RecordingReceiver opened(int connections) {
        await().until(() -> gateway.opened().size() == connections);
        return gateway.opened().get(connections - 1);
    }

    static void onOwner(RecordingReceiver receiver, Consumer<Connection> task) {
        receiver.asOwner(connection -> {
            task.accept(connection);
            return true;
        });
    }

    @Override
    public void close() {
        transport.close();
        owner.shutdown();
    }
}
