package io.wsgateway.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.wsgateway.launcher.testkit.RawHttp;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Nothing that a client sends ends a line of the log. */
class HttpLogIT extends EndpointsUnderTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
    }

    /** All that was logged, as it would be written. */
    private String log() {
        StringBuilder all = new StringBuilder();
        for (ILoggingEvent line : lines.list) {
            all.append(line.getFormattedMessage()).append('\n');
            if (line.getThrowableProxy() != null) {
                all.append(ThrowableProxyUtil.asString(line.getThrowableProxy()));
            }
        }
        return all.toString();
    }

    @Test
    void faultsAreLoggedOnTheirOwnLinesWhateverTheySay() throws Exception {
        gateway.log = event -> {
            throw new IllegalStateException("\nFORGED one", new IOException("\u001b\u202eFORGED two\r\nFORGED"));
        };
        assertThat(publish(EVENT).statusCode()).isEqualTo(500);
        gateway.log = event -> CompletableFuture.failedFuture(new IOException("\nFORGED three"));
        assertThat(publish(EVENT).statusCode()).isEqualTo(503);

        assertThat(log())
                .contains("FORGED one", "FORGED two", "FORGED three", "EventsEndpoint.publish")
                .doesNotContain("\u001b", "\u202e", "\r\nF")
                .doesNotContainPattern("(?m)^FORGED");
    }

    @Test
    void faultsOfAnyPartAreLogged() throws Exception {
        gateway.stats = null;
        assertThat(get("/health").statusCode()).isEqualTo(500);
        gateway.log = event -> {
            throw new AssertionError("FORGED error");
        };
        assertThat(publish(EVENT).statusCode()).isEqualTo(500);

        assertThat(log()).contains("NullPointerException", "FORGED error");
    }

    @Test
    void whatIsRefusedIsNotLoggedAtAll() throws Exception {
        try (RawHttp connection =
                new RawHttp(port).send("GET /\u001bFORGED HTTP/1.1\r\nHost: \u001b\r\nConnection: close\r\n\r\n")) {
            assertThat(connection.readToEnd()).startsWith("HTTP/1.1 400 ").doesNotContain("FORGED");
        }
        assertThat(log()).isEmpty();
    }
}
