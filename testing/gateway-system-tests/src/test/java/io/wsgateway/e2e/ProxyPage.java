package io.wsgateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The configurations of the page about proxies, as they stand there, with addresses of this machine. */
final class ProxyPage {
    private static final Path PAGE = Path.of("..", "..", "docs", "how-to", "behind-a-proxy.md");

    private ProxyPage() {}

    /** Of a gateway. */
    record Ports(int webSocket, int http) {}

    /**
     * One of them.
     *
     * @param name as the page has it ahead of the block
     * @param port where clients connect
     * @param gateways three of them, also where they are the same
     */
    static String configuration(String name, int port, List<Ports> gateways) throws IOException {
        Matcher found = Pattern.compile("<!-- test: " + name + " -->\n```\\w+\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE));
        assertThat(found.find()).as(name).isTrue();
        String block = found.group(1);
        for (int i = 0; i < gateways.size(); i++) {
            Ports ports = gateways.get(i);
            block = block.replace(
                            "10.0.0." + (i + 1) + ":3005 check port 3006",
                            "127.0.0.1:" + ports.webSocket() + " check port " + ports.http())
                    .replace("10.0.0." + (i + 1) + ":3005", "127.0.0.1:" + ports.webSocket());
        }
        String local = block.replace("listen 80;", "listen 127.0.0.1:" + port + ";")
                .replace("bind :80", "bind 127.0.0.1:" + port);
        assertThat(local).contains("127.0.0.1:" + port).doesNotContain("10.0.0.", "3006");
        return local;
    }
}
