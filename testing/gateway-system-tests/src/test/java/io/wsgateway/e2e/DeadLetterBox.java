package io.wsgateway.e2e;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** An operator who empties {@code gateway.dead} by hand. For one thread. */
final class DeadLetterBox implements AutoCloseable {
    private final Connection connection;
    private final Channel channel;

    DeadLetterBox(String uri) {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            factory.setUri(uri);
            connection = factory.newConnection("test-operator");
            channel = connection.createChannel();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TimeoutException | URISyntaxException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next letters, as soon as there are so many. */
    List<GetResponse> take(int count) {
        List<GetResponse> letters = new ArrayList<>();
        WireClient.patiently("dead letters").until(() -> {
            for (GetResponse next = next(); next != null; next = next()) {
                letters.add(next);
            }
            return letters.size() >= count;
        });
        return letters;
    }

    private @Nullable GetResponse next() {
        try {
            return channel.basicGet("gateway.dead", true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
