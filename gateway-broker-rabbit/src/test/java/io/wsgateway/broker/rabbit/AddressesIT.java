package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.broker.rabbit.testkit.RabbitServer;
import io.wsgateway.testkit.FreePort;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several hosts, TLS with an SSLContext of one's own, and what the health says where an address doesn't fit the server. */
class AddressesIT extends RabbitCase {
    private static final int TLS = FreePort.next();

    @TempDir
    static Path folder;

    private Certificates certificates;
    private RabbitServer own;

    @Override
    protected RabbitHost host() {
        try {
            certificates = new Certificates(folder);
            own = RabbitServer.startWith(certificates.settings(TLS));
            return RabbitHost.of(own);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    void endServer() {
        own.close();
    }

    @Test
    void theHostThatAnswersIsTaken() throws Exception {
        String both = host.url().replace("@", "@127.0.0.1:" + FreePort.next() + ",");
        started(RabbitConfig.of(both, "a"), log.join("a"));
        publish("g1", 0, 3);
        awaitAll("g1", 3);
    }

    @Test
    void aClientCertificateAndAnAuthorityOfOnesOwnAreTaken() throws Exception {
        started(tls("localhost", certificates.client()), log.join("a"));
        publish("g1", 0, 3);
        awaitAll("g1", 3);
    }

    @Test
    void whyTlsFailsIsSaidWithWhatToDo() throws Exception {
        assertThat(reason(tls("localhost", SSLContext.getDefault())))
                .contains("signed by nobody whom Java trusts here");
        assertThat(reason(tls("127.0.0.1", certificates.client()))).contains("its certificate is for another host");
        assertThat(reason(tls("localhost", certificates.trusting()))).contains("a client certificate");
        String toThePlainPort = host.url().replace("amqp://", "amqps://");
        assertThat(reason(RabbitConfig.of(toThePlainPort, "a"))).contains("doesn't speak TLS on this port");
        String plain = host.url().replace(":" + own.port(), ":" + TLS);
        assertThat(reason(RabbitConfig.of(plain, "a"))).contains("Is it a TLS port?");
    }

    @Test
    void whoNamesNoUserIsToldThatGuestWasTried() {
        String nobody = host.url().replaceFirst("//.*@", "//");
        assertThat(reason(RabbitConfig.of(nobody, "a")))
                .contains("refused the user or the password: the address names none, so guest was tried");
    }

    private RabbitConfig tls(String name, SSLContext context) {
        String url = host.url().replace("amqp://", "amqps://").replace("127.0.0.1:" + own.port(), name + ":" + TLS);
        return RabbitConfig.of(url, "a").withTls(context);
    }

    private String reason(RabbitConfig config) {
        RabbitEventSource source = closing(new RabbitEventSource(config));
        source.start(log.join("a"));
        await().until(() -> !source.health().reason().contains("not connected yet"));
        String reason = source.health().reason();
        source.close();
        return reason;
    }
}
