package io.wsgateway.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.spi.LogThrottle;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class TokenLogTest {
    /** What follows the text of each line: the number, and the latest reason. */
    private final List<Object[]> lines = new CopyOnWriteArrayList<>();

    private final AtomicLong now = new AtomicLong();
    private final TokenLog log = new TokenLog(now::get, logger());

    @Test
    void numbersOfRefusedTokensAddUp() {
        IntStream.range(0, 192).parallel().forEach(i -> log.refused("its signature is wrong"));
        assertThat(lines).hasSize(1);
        now.addAndGet(LogThrottle.INTERVAL.toNanos());
        log.tick();
        log.tick();
        assertThat(lines).hasSize(2);
        assertThat(told()).isEqualTo(192);
    }

    @Test
    void theRestIsToldAtTheEnd() {
        log.refused("a");
        log.refused("b");
        log.unsure("c");
        log.unsure("d");
        log.end();
        log.end();
        assertThat(lines).hasSize(4);
        assertThat(told()).isEqualTo(4);
    }

    @Test
    void whateverClientsDoThereAreTwoLinesAnInterval() {
        for (int i = 0; i < 11_000; i++) {
            log.refused("it is not a signed token of three parts");
            log.unsure("an unknown key");
            log.tick();
        }
        assertThat(lines).hasSize(2);
    }

    @Test
    void reasonsArePrintedOnOneLine() {
        log.refused("no\nINFO forged");
        assertThat(lines.get(0)[1]).isEqualTo("no\\u000aINFO forged");
    }

    private long told() {
        return lines.stream().mapToLong(line -> (Long) line[0]).sum();
    }

    private Logger logger() {
        return (Logger) Proxy.newProxyInstance(
                TokenLogTest.class.getClassLoader(), new Class<?>[] {Logger.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("debug")) {
                        Stream<?> values = Arrays.stream(arguments).skip(1);
                        lines.add(values.flatMap(
                                        value -> value instanceof Object[] all ? Arrays.stream(all) : Stream.of(value))
                                .toArray());
                    }
                    return null;
                });
    }
}
