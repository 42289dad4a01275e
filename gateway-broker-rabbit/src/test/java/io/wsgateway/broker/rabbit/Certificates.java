package io.wsgateway.broker.rabbit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority with a certificate for a server called {@code localhost} and one for a client, made with the JDK's keytool. */
final class Certificates {
    private static final String SECRET = "changeit";

    private final Path folder;

    Certificates(Path folder) throws Exception {
        this.folder = folder;
        keytool(
                "-genkeypair",
                "-alias",
                "ca",
                "-keystore",
                "ca.p12",
                "-dname",
                "CN=test-ca",
                "-ext",
                "bc:c",
                "-keyalg",
                "EC");
        keytool("-exportcert", "-alias", "ca", "-keystore", "ca.p12", "-rfc", "-file", "ca.pem");
        keytool("-importcert", "-noprompt", "-alias", "ca", "-file", "ca.pem", "-keystore", "trust.p12");
        signed("server", "san=dns:localhost");
        signed("client", "eku=clientAuth");
        KeyStore server = store("server.p12");
        Files.writeString(
                folder.resolve("key.pem"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(server.getKey("server", SECRET.toCharArray())
                                        .getEncoded())
                        + "\n-----END PRIVATE KEY-----\n",
                US_ASCII);
    }

    /** Lines of {@code rabbitmq.conf} for a port that only takes clients with a certificate. */
    List<String> settings(int port) {
        return List.of(
                "listeners.ssl.1 = 127.0.0.1:" + port,
                "ssl_options.cacertfile = " + folder.resolve("ca.pem"),
                "ssl_options.certfile = " + folder.resolve("server.pem"),
                "ssl_options.keyfile = " + folder.resolve("key.pem"),
                "ssl_options.verify = verify_peer",
                "ssl_options.fail_if_no_peer_cert = true");
    }

    /** Trusts the authority. */
    SSLContext trusting() throws Exception {
        return context(false);
    }

    /** Trusts the authority and shows the client's certificate. */
    SSLContext client() throws Exception {
        return context(true);
    }

    private SSLContext context(boolean withCertificate) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store("trust.p12"));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(withCertificate ? store("client.p12") : null, SECRET.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private void signed(String name, String extension) throws Exception {
        String store = name + ".p12";
        keytool("-genkeypair", "-alias", name, "-keystore", store, "-dname", "CN=" + name, "-keyalg", "EC");
        keytool("-certreq", "-alias", name, "-keystore", store, "-file", name + ".csr");
        keytool(
                "-gencert",
                "-alias",
                "ca",
                "-keystore",
                "ca.p12",
                "-infile",
                name + ".csr",
                "-outfile",
                name + ".pem",
                "-rfc",
                "-ext",
                extension);
        keytool("-importcert", "-noprompt", "-alias", "ca", "-keystore", store, "-file", "ca.pem");
        keytool("-importcert", "-noprompt", "-alias", name, "-keystore", store, "-file", name + ".pem");
    }

    private KeyStore store(String name) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(name))) {
            store.load(in, SECRET.toCharArray());
        }
        return store;
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        line.addAll(List.of(arguments));
        line.addAll(List.of("-storetype", "PKCS12", "-storepass", SECRET));
        Process keytool = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException(line + ": " + printed);
        }
    }
}
