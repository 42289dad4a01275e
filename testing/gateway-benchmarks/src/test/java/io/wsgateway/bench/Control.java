package io.wsgateway.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** Lines of text between the benchmark and a server's process. */
final class Control implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    Control(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
    }

    static Control to(int port) throws IOException {
        return new Control(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    void send(String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(US_ASCII));
    }

    /** The next line; null when the other side has ended. */
    @Nullable
    String receive() throws IOException {
        return in.readLine();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
