package io.wsgateway.sync.redis.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** Speaks as much of Redis' protocol as it takes to say that it is too old, and to take claims and audits nevertheless. */
public final class OldRedis implements AutoCloseable {
    private final ServerSocket listening;
    private final String version;
    private final List<String> takenForGood = new CopyOnWriteArrayList<>();

    public OldRedis(String version) {
        this.version = version;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        spawn(this::accept);
    }

    /** The keys of what it would have acknowledged. */
    public List<String> takenForGood() {
        return List.copyOf(takenForGood);
    }

    public URI uri() {
        return URI.create("redis://127.0.0.1:" + listening.getLocalPort());
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                spawn(() -> serve(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket client) {
        try (client) {
            BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
            OutputStream out = client.getOutputStream();
            for (List<String> command = read(in); !command.isEmpty(); command = read(in)) {
                out.write(answer(command).getBytes(UTF_8));
                out.flush();
            }
        } catch (IOException ended) {
            // The client has closed its connection.
        }
    }

    private String answer(List<String> command) {
        return switch (command.get(0).toUpperCase(Locale.ROOT)) {
            case "INFO" -> bulk("# Server\r\nredis_version:" + version + "\r\n");
            case "EVALSHA" -> script(command.get(3));
            case "SUBSCRIBE" -> "*3\r\n" + bulk("subscribe") + bulk(command.get(1)) + ":1\r\n";
            case "PING" -> "*2\r\n" + bulk("pong") + bulk("");
            case "CLIENT", "SELECT" -> "+OK\r\n";
            default -> "-ERR unknown command '" + command.get(0) + "'\r\n";
        };
    }

    /** It knows a script by its first key. */
    private String script(String key) {
        if (!key.startsWith("gw:part:") && !key.equals("gw:meta")) {
            return "*0\r\n"; // who shares the partitions: nobody relies on that
        }
        takenForGood.add(key);
        return bulk("7"); // a token
    }

    private static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    /** A command; nothing at the end of the connection. */
    private static List<String> read(BufferedReader in) throws IOException {
        List<String> words = new ArrayList<>();
        String line = in.readLine();
        int count = line == null ? 0 : Integer.parseInt(line.substring(1));
        for (int i = 0; i < count; i++) {
            in.readLine(); // the length: nobody sends line ends inside a word here
            words.add(String.valueOf(in.readLine()));
        }
        return words;
    }

    private static void spawn(Runnable task) {
        Thread thread = new Thread(task, "old-redis");
        thread.setDaemon(true);
        thread.start();
    }
}
