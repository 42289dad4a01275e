package io.wsgateway.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.wsgateway.crowd.ClientFrames;
import io.wsgateway.crowd.EventText;
import io.wsgateway.model.Event;
import io.wsgateway.model.Payload;
import io.wsgateway.protocol.Frame;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the gateway is compared with: makes each event's frame once and writes it to every socket, one system call per
 * delivery, on the publisher's thread. No tokens, no queues, no order to keep, no answer to anything but the upgrade; the
 * guild stands in the address. It can't cope with a slow reader and ends the run when it meets one.
 */
final class BareLoop implements Target {
    private static final Pattern REQUEST = Pattern.compile("GET /\\?guild=(\\d+) .*\r\n\r\n", Pattern.DOTALL);
    private static final byte[] ANSWER = ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Accept: " + ClientFrames.ACCEPT + "\r\n\r\n")
            .getBytes(US_ASCII);
    /** As long as the gateway's, so that the frames are. */
    private static final String CURSOR = "1" + "c".repeat(32) + ".";

    private static final int MAX_FRAME = 4096;

    private final ConcurrentHashMap<Integer, List<SocketChannel>> guilds = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final ByteBuffer frame = ByteBuffer.allocateDirect(MAX_FRAME);
    private final ByteBuffer input = ByteBuffer.allocateDirect(MAX_FRAME);
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final Selector selector = Selector.open();

    BareLoop() throws IOException {
        listener.bind(new InetSocketAddress("127.0.0.1", 0), 4096);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        Thread thread = new Thread(this::accept, "bare-accept");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public int port() {
        return listener.socket().getLocalPort();
    }

    @Override
    public int open() {
        return open.get();
    }

    @Override
    public void publish(int guild, long number, byte[] data) throws IOException {
        Event event = Event.toGuild(EventText.guildId(guild), EventText.NAME, Payload.of(data));
        Frame made = Frame.event(event, CURSOR + number);
        frame.clear();
        made.copyTo(frame, 0);
        frame.flip();
        for (SocketChannel receiver : guilds.getOrDefault(guild, List.of())) {
            receiver.write(frame);
            if (frame.hasRemaining()) {
                throw new IOException("The client is too slow for a bare loop");
            }
            frame.rewind();
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
            listener.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void accept() {
        try {
            while (selector.isOpen()) {
                selector.select(this::ready);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                SocketChannel accepted = listener.accept();
                accepted.configureBlocking(false);
                accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
                accepted.register(selector, SelectionKey.OP_READ);
            } else {
                read(key, (SocketChannel) key.channel());
            }
        } catch (IOException e) {
            end(key);
        }
    }

    private void read(SelectionKey key, SocketChannel channel) throws IOException {
        input.clear();
        if (channel.read(input) < 0) {
            end(key);
        } else if (key.attachment() == null) {
            byte[] bytes = new byte[input.flip().remaining()];
            input.get(bytes);
            Matcher request = REQUEST.matcher(new String(bytes, US_ASCII));
            if (!request.matches()) {
                throw new IOException("Not a whole request");
            }
            Integer guild = Integer.valueOf(request.group(1));
            key.attach(guild);
            channel.write(ByteBuffer.wrap(ANSWER));
            guilds.computeIfAbsent(guild, any -> new CopyOnWriteArrayList<>()).add(channel);
            open.incrementAndGet();
        }
    }

    private void end(SelectionKey key) {
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        if (key.attachment() instanceof Integer guild) {
            guilds.getOrDefault(guild, List.of()).remove(key.channel());
            open.decrementAndGet();
        }
    }
}
