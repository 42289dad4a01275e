package io.wsgateway.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.testkit.TestClient;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A client that speaks lines: the other end of a {@link LineClient}. */
final class LineCaller implements TestClient {
    private static final int RECEIVE_BUFFER = 8 << 10;

    private final Socket socket = new Socket();
    private final BufferedReader in;
    private final List<String> received = new ArrayList<>();
    private boolean reading = true;
    private boolean ended;

    LineCaller(InetSocketAddress server) throws IOException {
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.connect(server);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        if (line() == null) {
            throw new EOFException("not taken");
        }
        Thread reader = new Thread(this::read, "gateway-test-client");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (socket) {
            for (String line = next(); line != null; line = next()) {
                synchronized (this) {
                    received.add(line);
                }
            }
        } catch (IOException | InterruptedException e) {
            // It has ended, which is all that can be told here.
        }
        synchronized (this) {
            ended = true;
        }
    }

    private @Nullable String next() throws IOException, InterruptedException {
        synchronized (this) {
            while (!reading) {
                wait();
            }
        }
        return line();
    }

    /** Up to a line's end; what was cut off before it is no message. Null at the connection's end. */
    private @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                return line.toString();
            }
            line.append((char) next);
        }
        return null;
    }

    @Override
    public void send(String text) {
        try {
            socket.getOutputStream().write((text + '\n').getBytes(UTF_8));
        } catch (IOException e) {
            // Lost, as the contract says.
        }
    }

    @Override
    public synchronized List<String> received() {
        return List.copyOf(received);
    }

    @Override
    public synchronized void stopReading() {
        reading = false;
    }

    @Override
    public synchronized void startReading() {
        reading = true;
        notifyAll();
    }

    /** Lines have no close codes. */
    @Override
    public synchronized OptionalInt closed() {
        return ended ? OptionalInt.of(1006) : OptionalInt.empty();
    }

    @Override
    public void close() {
        end();
    }

    @Override
    public void cut() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It has ended already.
        }
        end();
    }

    private void end() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
