package io.wsgateway.transport.tyrus;

import io.wsgateway.testkit.TestClient;
import io.wsgateway.transport.tyrus.RawSocket.ServerFrame;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A polite client on a {@link RawSocket}, with a thread that reads. */
final class RawClient implements TestClient {
    private static final int RECEIVE_BUFFER = 8 << 10;
    private static final int ABRUPT = 1006;

    private final RawSocket socket;
    private final List<String> received = new ArrayList<>();
    private boolean reading = true;
    private OptionalInt closed = OptionalInt.empty();

    RawClient(InetSocketAddress server) throws IOException {
        socket = RawSocket.upgraded(server, RECEIVE_BUFFER);
        Thread reader = new Thread(this::read, "gateway-test-client");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try {
            while (true) {
                awaitReading();
                ServerFrame frame = socket.read();
                awaitReading();
                if (frame.opcode() == Opcode.CLOSE) {
                    ended(frame.closeCode());
                    socket.write(RawSocket.close(frame.closeCode()));
                    socket.close();
                    return;
                }
                synchronized (this) {
                    received.add(frame.text());
                }
            }
        } catch (IOException | InterruptedException e) {
            ended(ABRUPT);
        }
    }

    private synchronized void awaitReading() throws InterruptedException {
        while (!reading) {
            wait();
        }
    }

    private synchronized void ended(int code) {
        if (closed.isEmpty()) {
            closed = OptionalInt.of(code);
        }
    }

    @Override
    public void send(String text) {
        try {
            socket.write(RawSocket.text(text));
        } catch (IOException e) {
            ended(ABRUPT);
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

    @Override
    public synchronized OptionalInt closed() {
        return closed;
    }

    @Override
    public void close() {
        startReading();
        try {
            socket.write(RawSocket.close(1000));
        } catch (IOException e) {
            ended(ABRUPT);
        }
    }

    @Override
    public void cut() {
        try {
            socket.cut();
        } catch (IOException e) {
            ended(ABRUPT);
        }
    }
}
