package io.wsgateway.sync.redis.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands between an instance and its Redis on 127.0.0.1. It can cut the instance off, and it can lose an answer: the request
 * gets there, then the connection ends instead of answering.
 */
public final class RedisProxy implements AutoCloseable {
    private final int target;
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable String> losing = new AtomicReference<>();
    private volatile boolean cut;

    public RedisProxy(int target) {
        this.target = target;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        spawn(this::accept);
    }

    public URI uri() {
        return URI.create("redis://127.0.0.1:" + listening.getLocalPort());
    }

    /** The next request that contains this text gets no answer. */
    public void loseAnswerTo(String text) {
        losing.set(text);
    }

    /** Every connection ends, and new ones do at once, until {@link #mend}. */
    public void cut() {
        cut = true;
        open.forEach(RedisProxy::closeQuietly);
    }

    public void mend() {
        cut = false;
    }

    @Override
    public void close() {
        closeQuietly(listening);
        open.forEach(RedisProxy::closeQuietly);
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listening.accept();
            if (cut) {
                closeQuietly(client);
                continue;
            }
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(client);
            open.add(server);
            if (cut) {
                closeQuietly(client);
            }
            AtomicReference<Boolean> mute = new AtomicReference<>(false);
            spawn(() -> pump(client, server, mute, true));
            spawn(() -> pump(server, client, mute, false));
        }
    }

    private void pump(Socket from, Socket to, AtomicReference<Boolean> mute, boolean isRequest) throws IOException {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[64 << 10];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (isRequest) {
                    String text = losing.get();
                    if (text != null
                            && new String(buffer, 0, n, ISO_8859_1).contains(text)
                            && losing.compareAndSet(text, null)) {
                        mute.set(true);
                    }
                } else if (mute.get()) {
                    return;
                }
                out.write(buffer, 0, n);
                out.flush();
            }
        } finally {
            closeQuietly(from);
            closeQuietly(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void spawn(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException ended) {
                        // One side closed its connection: nothing is left to pass on.
                    }
                },
                "redis-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // It is gone either way.
        }
    }
}
