package io.wsgateway.broker.rabbit;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.CredentialsProvider;
import com.rabbitmq.client.impl.StrictExceptionHandler;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens connections that never recover by themselves. Any thread. */
final class Connector {
    /** ms for the answer to any request on a channel. */
    private static final int ANSWER_MILLIS = 10_000;

    /**
     * The most that any RabbitMQ lets a message have. With less, one larger message would end the connection of whoever
     * gets it, again and again.
     */
    private static final int MOST_BODY_BYTES = 512 << 20;

    private static final String GUEST =
            "it refused the user or the password: the address names none, so guest was tried, who"
                    + " may come from RabbitMQ's own machine only; write amqp://user:password@host";

    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final ConnectionFactory factory = new FilteringConnectionFactory();
    private final String nodeId;
    private volatile RabbitAddress address;

    /** @throws IllegalArgumentException where TLS is asked for and this JVM can't speak it */
    Connector(RabbitConfig config) {
        nodeId = config.nodeId();
        address = config.address();
        factory.setCredentialsProvider(new CurrentLogin());
        factory.setVirtualHost(address.virtualHost());
        if (address.tls()) {
            factory.useSslProtocol(sslContext(config));
            factory.enableHostnameVerification();
        }
        // It misses channel errors and first connects, and drops acknowledgements in silence.
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setRequestedHeartbeat((int) config.heartbeat().toSeconds());
        int timeout = (int) config.connectionTimeout().toMillis();
        factory.setConnectionTimeout(timeout);
        factory.setHandshakeTimeout(timeout);
        factory.setShutdownTimeout(timeout);
        factory.setMaxInboundMessageBodySize(MOST_BODY_BYTES);
        factory.setChannelRpcTimeout(ANSWER_MILLIS);
        factory.setThreadFactory(Connector::thread);
        factory.setSharedExecutor(new DirectExecutor());
        factory.setExceptionHandler(new OneLiner());
    }

    /**
     * From the next connection on, the login of this address counts.
     *
     * @throws IllegalArgumentException if anything else in it is another than now, or it isn't an address
     */
    void changeLogin(String uri) {
        RabbitAddress next = RabbitAddress.of(RabbitAddress.uri(uri));
        if (!next.with(address.login()).equals(address)) {
            throw new IllegalArgumentException(
                    "Only user and password of RabbitMQ's address can change, not " + address + " to " + next);
        }
        address = next;
    }

    /**
     * Tries each host once, in any order.
     *
     * @param purpose what the connection is for, as people see it in RabbitMQ's lists
     * @param progress run before each host
     */
    Connection open(String purpose, Runnable progress) throws IOException, TimeoutException {
        List<Address> hosts = new ArrayList<>(address.hosts());
        Collections.shuffle(hosts);
        for (Address host : hosts.subList(1, hosts.size())) {
            progress.run();
            try {
                return open(host, purpose);
            } catch (IOException | TimeoutException e) {
                LOG.debug("{} can't be reached for {}: {}", host, purpose, AmqpErrors.of(e));
            }
        }
        progress.run();
        return open(hosts.get(0), purpose);
    }

    private Connection open(Address host, String purpose) throws IOException, TimeoutException {
        try {
            return factory.newConnection(List.of(host), "gateway " + nodeId + ": " + purpose);
        } catch (AuthenticationFailureException e) {
            throw address.login() != null ? e : new IOException(GUEST, e);
        } catch (IOException | IllegalStateException e) {
            if (AmqpErrors.toldWhileConnecting(e)) {
                throw e;
            }
            // Not as its cause, which would be taken for the reason.
            IOException hinted = new IOException(AmqpErrors.of(e) + ". " + hint());
            hinted.addSuppressed(e);
            throw hinted;
        }
    }

    /** Somebody listens there and ended the connection without a word, or with words of another protocol. */
    private String hint() {
        return address.tls() ? "Does it want a client certificate?" : "Is it a TLS port? Then write amqps://";
    }

    private static SSLContext sslContext(RabbitConfig config) {
        try {
            SSLContext own = config.sslContext();
            return own == null ? SSLContext.getDefault() : own;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("This JVM can't speak TLS: " + e.getMessage(), e);
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "gateway-rabbit-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** Asked with each connection. Without a login RabbitMQ's own: guest. */
    private final class CurrentLogin implements CredentialsProvider {
        @Override
        public String getUsername() {
            RabbitAddress.Login login = address.login();
            return login == null ? ConnectionFactory.DEFAULT_USER : login.user();
        }

        @Override
        public String getPassword() {
            RabbitAddress.Login login = address.login();
            return login == null ? ConnectionFactory.DEFAULT_PASS : login.password();
        }
    }

    /** Every end of a connection is reported by whoever uses it; the client's own account of it has a stack trace. */
    private static final class OneLiner extends StrictExceptionHandler {
        @Override
        protected void log(String message, Throwable failure) {
            LOG.debug("{}: {}", message, AmqpErrors.of(failure));
        }
    }
}
