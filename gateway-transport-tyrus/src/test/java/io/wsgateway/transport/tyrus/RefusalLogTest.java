package io.wsgateway.transport.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.spi.LogThrottle;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class RefusalLogTest {
    /** Of each line: what it is about, the number, and the latest. */
    private final List<Object[]> lines = new CopyOnWriteArrayList<>();

    private final AtomicLong now = new AtomicLong();
    private final RefusalLog log = new RefusalLog(now::get, logger());

    @Test
    void numbersAddUpHoweverManyComeAtOnce() {
        IntStream.range(0, 192).parallel().forEach(i -> log.strangeOrigin("https://evil.example"));
        assertThat(lines).hasSize(1);
        now.addAndGet(LogThrottle.INTERVAL.toNanos());
        log.tick();
        log.tick();
        assertThat(lines).hasSize(2);
        assertThat(lines.stream().mapToLong(line -> (Long) line[1]).sum()).isEqualTo(192);
    }

    @Test
    void whatClientsSentIsPrintedOnOneLine() {
        log.strangeOrigin("x\r\nINFO forged \u001b[31m");
        assertThat(lines.get(0)[2]).isEqualTo("x\\u000d\\u000aINFO forged \\u001b[31m");
    }

    @Test
    void aLineNamesTheSettingThatItIsAboutAndTheLatest() throws UnknownHostException {
        log.strangeOrigin("null");
        log.tooFast(InetAddress.getByName("192.0.2.1"));
        log.tooMany(InetAddress.getByName("2001:db8::1"));
        log.badProxyHeader(InetAddress.getByName("192.0.2.2"), new BadProxyHeader("there is none"));
        log.strangeProxy(InetAddress.getByName("192.0.2.3"));
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)[0]).asString().contains("403").contains("ws.origins");
        assertThat(lines.get(1)[0]).asString().contains("429").contains("limits.handshakes-per-second");
        assertThat(lines.get(1)[2]).isEqualTo("192.0.2.1");
        assertThat(lines.get(2)[0]).asString().contains("429").contains("limits.connections-per-address");
        assertThat(lines.get(2)[2]).isEqualTo("2001:db8:0:0:0:0:0:1");
        assertThat(lines.get(3)[0]).asString().contains("ws.trusted-proxies");
        assertThat(lines.get(3)[2]).isEqualTo("192.0.2.2, there is none");
        assertThat(lines.get(4)[0]).asString().contains("ws.trusted-proxies");
        assertThat(lines.get(4)[2]).isEqualTo("192.0.2.3");
    }

    private Logger logger() {
        return (Logger) Proxy.newProxyInstance(
                RefusalLogTest.class.getClassLoader(), new Class<?>[] {Logger.class}, (proxy, method, arguments) -> {
                    lines.add((Object[]) arguments[1]);
                    return null;
                });
    }
}
