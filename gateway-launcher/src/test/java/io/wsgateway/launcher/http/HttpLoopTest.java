package io.wsgateway.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpLoopTest {
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicBoolean full = new AtomicBoolean();
    private final List<SocketChannel> taken = new CopyOnWriteArrayList<>();
    private final List<SocketChannel> tried = new CopyOnWriteArrayList<>();
    private HttpLoop loop;

    @BeforeEach
    void listen() throws IOException {
        loop = loop(HttpLoop.PATIENCE);
    }

    private HttpLoop loop(Duration patience) throws IOException {
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        LoopFaults faults = new LoopFaults(System::nanoTime);
        Clients clients = new Clients(10, System::nanoTime, faults);
        return new HttpLoop(anywhere, clients, patience, this::hasRoom, this::nanoTime, faults);
    }

    @AfterEach
    void close() {
        loop.close();
    }

    private long nanoTime() {
        looks.incrementAndGet();
        throwWhereFull();
        return System.nanoTime();
    }

    private boolean hasRoom() {
        throwWhereFull();
        return true;
    }

    private void throwWhereFull() {
        if (full.get()) {
            throw new OutOfMemoryError("of a test");
        }
    }

    private void take(SocketChannel socket, SelectionKey key) {
        assertThat(key.channel()).isSameAs(socket);
        tried.add(socket);
        throwWhereFull();
        taken.add(socket);
    }

    private Socket connect() throws IOException {
        return new Socket(loop.address().getAddress(), loop.address().getPort());
    }

    @Test
    void aLookThatThrowsIsNotTheLast() {
        loop.start(this::take);
        full.set(true);
        int before = looks.get();
        await().until(() -> looks.get() > before + 1);
        full.set(false);
        int then = looks.get();
        await().until(() -> looks.get() > then + 1);
        assertThat(loop.liveness().up()).isTrue();
    }

    @Test
    void oneThatOnlyEverFailsIsNotAlive() throws IOException {
        loop.close();
        loop = loop(Duration.ofMillis(200));
        loop.start(this::take);
        full.set(true);
        await().until(() -> !loop.liveness().up());
        full.set(false);
        await().until(() -> loop.liveness().up());
    }

    @Test
    void anAddressThatIsNoneFailsTheStartAsOneThatIsTaken() {
        InetSocketAddress nowhere = InetSocketAddress.createUnresolved("no.such.host.invalid", 0);
        LoopFaults faults = new LoopFaults(System::nanoTime);
        Clients clients = new Clients(10, System::nanoTime, faults);
        assertThatThrownBy(
                        () -> new HttpLoop(nowhere, clients, HttpLoop.PATIENCE, this::hasRoom, this::nanoTime, faults))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no.such.host.invalid");
    }

    @Test
    void whoComesBeforeTheStartIsTakenBehindIt() throws IOException {
        try (Socket early = connect()) {
            assertThat(early.isConnected()).isTrue();
            assertThat(taken).isEmpty();
            loop.start(this::take);
            await().until(() -> taken.size() == 1);
        }
    }

    @Test
    void newcomersAreTakenAgainThoughTheFirstTryThrows() throws IOException {
        loop.start(this::take);
        full.set(true);
        try (Socket first = connect()) {
            await().until(() -> looks.get() > 2);
            assertThat(taken).isEmpty();
            full.set(false);
            await().until(() -> taken.size() == 1);
            assertThat(first.isConnected()).isTrue();
        }
    }

    @Test
    void oneThatMemoryRunsOutForIsClosedAndTheNextIsTaken() throws IOException {
        AtomicBoolean fails = new AtomicBoolean(true);
        loop.start((socket, key) -> {
            // A JDK without memory leaves a blocking one open.
            assertThat(socket.isBlocking()).isFalse();
            full.set(fails.getAndSet(false));
            try {
                take(socket, key);
            } finally {
                full.set(false);
            }
        });
        try (Socket first = connect()) {
            assertThat(first.getInputStream().read()).isEqualTo(-1);
            assertThat(tried)
                    .singleElement()
                    .satisfies(socket -> assertThat(socket.isOpen()).isFalse());
        }
        try (Socket second = connect()) {
            await().until(() -> taken.size() == 1);
            assertThat(second.isConnected()).isTrue();
        }
    }

    @Test
    void tasksAreDoneInTheirOrderOnOneThreadWhateverOneOfThemThrows() {
        loop.start(this::take);
        List<Integer> done = new CopyOnWriteArrayList<>();
        List<Thread> threads = new CopyOnWriteArrayList<>();
        List<Integer> all = new ArrayList<>();
        CompletableFuture<Void> last = new CompletableFuture<>();
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            all.add(i);
            loop.execute(() -> {
                done.add(number);
                threads.add(Thread.currentThread());
                if (number % 100 == 0) {
                    throw new OutOfMemoryError("of a test");
                }
            });
        }
        loop.execute(() -> last.complete(null));
        await().until(last::isDone);
        assertThat(done).isEqualTo(all);
        assertThat(threads).containsOnly(threads.get(0));
        assertThat(loop.liveness().up()).isTrue();
    }

    @Test
    void tasksThatAlwaysAddAnotherKeepNobodyOut() throws IOException {
        loop.start(this::take);
        loop.execute(new Runnable() {
            @Override
            public void run() {
                loop.execute(this);
            }
        });
        try (Socket newcomer = connect()) {
            await().until(() -> taken.size() == 1);
            assertThat(newcomer.isConnected()).isTrue();
        }
    }
}
