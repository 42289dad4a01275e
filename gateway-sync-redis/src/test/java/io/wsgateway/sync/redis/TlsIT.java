package io.wsgateway.sync.redis;

import static io.wsgateway.testkit.Samples.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.sync.redis.testkit.RedisServer;
import io.wsgateway.testkit.FreePort;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis over TLS: whom it trusts, and what it says where it can't. */
class TlsIT extends RedisFaults {
    @TempDir
    private static Path folder;

    private static Certificates certificates;
    private final int port = FreePort.next();

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new Certificates(folder);
        certificates.make("server", "dns:localhost");
        certificates.make("client", "dns:gateway.example");
    }

    @Test
    void aCertificateThatIsTrustedAndForTheHostIsTaken() throws Exception {
        server("no");
        Instance one = started(config(tls("localhost"), "one").withTls(certificates.context("server", null)));
        await().until(() -> one.bus().health().up());
        done(one.bus().append(List.of(message("a"))));
        await().until(() -> one.follower().entries().equals(List.of(message("a"))));
    }

    @Test
    void aCertificateForAnotherHostIsNot() throws Exception {
        server("no");
        RedisConfig config = config(tls("127.0.0.1"), "one").withTls(certificates.context("server", null));
        assertTrouble(config, "isn't for this host");
        SSLParameters anyHost = new SSLParameters();
        anyHost.setEndpointIdentificationAlgorithm("");
        started(config.withTlsParameters(anyHost));
    }

    @Test
    void aCertificateThatNobodyTrustsIsNot() {
        server("no");
        assertTrouble(config(tls("localhost"), "one"), "isn't trusted here");
    }

    @Test
    void aServerThatWantsOneIsShownACertificate() throws Exception {
        server("yes");
        assertTrouble(
                config(tls("localhost"), "none").withTls(certificates.context("server", null)), "client certificate");
        started(config(tls("localhost"), "one").withTls(certificates.context("server", "client")));
    }

    @Test
    void aPortOfTheOtherKindIsNamed() throws Exception {
        RedisServer server = server("no");
        assertTrouble(config(RedisServer.uri(port), "plain"), "rediss:// if that port is for TLS");
        assertTrouble(
                config(URI.create("rediss://localhost:" + server.port()), "tls")
                        .withTls(certificates.context("server", null)),
                "port for TLS");
    }

    private RedisServer server(String clients) {
        return closedLater(RedisServer.running(
                "--tls-port",
                String.valueOf(port),
                "--tls-cert-file",
                certificates.certificate("server").toString(),
                "--tls-key-file",
                certificates.key("server").toString(),
                "--tls-ca-cert-file",
                certificates.certificate("client").toString(),
                "--tls-auth-clients",
                clients));
    }

    private URI tls(String host) {
        return URI.create("rediss://" + host + ":" + port);
    }

    private void assertTrouble(RedisConfig config, String said) {
        Instance one = starting(config);
        await().untilAsserted(() -> assertThat(one.bus().health().reason()).contains(said));
        one.bus().close();
    }
}
