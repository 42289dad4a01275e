package io.wsgateway.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.delayedExecutor;

import io.wsgateway.model.CloseReason;
import io.wsgateway.spi.Handshake;
import io.wsgateway.spi.Transport.Limits;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;

/** The server's side of one client of a {@link LineTransport}. */
final class LineClient extends CustomTransport.Client {
    private static final int LEFT = 1000;
    private static final int VANISHED = 1006;

    private final Socket socket;
    private final Handshake handshake;
    private final Limits limits;
    private final ExecutorService writer = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), LineTransport::daemon, new DiscardPolicy());
    private final Object gate = new Object();
    private boolean reading = true;

    LineClient(Socket socket, Handshake handshake, Limits limits) {
        this.socket = socket;
        this.handshake = handshake;
        this.limits = limits;
    }

    @Override
    public Handshake handshake() {
        return handshake;
    }

    @Override
    public void reading(boolean on) {
        synchronized (gate) {
            reading = on;
            gate.notifyAll();
        }
    }

    @Override
    protected CompletionStage<?> send(String text) {
        return CompletableFuture.runAsync(() -> write(text + '\n'), writer);
    }

    @Override
    protected void end(int code, String reason) {
        CompletableFuture.runAsync(this::finish, writer);
        delayedExecutor(limits.linger().toMillis(), TimeUnit.MILLISECONDS).execute(this::cut);
    }

    @Override
    protected void cut() {
        writer.shutdownNow();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Greets the client, passes on what it sends, and its end. */
    void serve() {
        int how = VANISHED;
        try (socket) {
            send("").toCompletableFuture().join();
            how = read(new BufferedInputStream(socket.getInputStream()));
        } catch (IOException | RuntimeException e) {
            // The connection broke.
        }
        gone(how);
        cut();
    }

    private int read(InputStream in) throws IOException {
        byte[] line = new byte[limits.messageBytes() + 1];
        int length = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                ByteBuffer utf8 = ByteBuffer.wrap(line, 0, length);
                if (!isUtf8(utf8)) {
                    return CloseReason.BAD_UTF8.code();
                }
                awaitReading();
                text(utf8);
                length = 0;
            } else if (length == limits.messageBytes()) {
                return CloseReason.TOO_BIG.code();
            } else {
                line[length++] = (byte) next;
            }
        }
        return LEFT;
    }

    private void awaitReading() throws IOException {
        synchronized (gate) {
            while (!reading) {
                try {
                    gate.wait();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        }
    }

    private void write(String line) {
        try {
            socket.getOutputStream().write(line.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void finish() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isUtf8(ByteBuffer bytes) {
        try {
            UTF_8.newDecoder().decode(bytes.duplicate());
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
