package io.wsgateway.transport.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import java.net.InetSocketAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProxyHeaderTest {
    private static final byte[] BEHIND = ProxyHeaders.text("GET / HTTP/1.1\r\n");
    private static final String HEADERS = "io.wsgateway.transport.tyrus.ProxyHeaders#";

    private static String text(InetSocketAddress source) {
        return source.getAddress().getHostAddress() + ":" + source.getPort();
    }

    private static void assertSource(ProxyHeader header, ProxyHeaders.Right right) {
        InetSocketAddress source = header.source();
        assertThat(source == null ? null : text(source)).isEqualTo(right.source());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(HEADERS + "right")
    void aRightOneEndsWhereItEndsWhereverItIsCut(ProxyHeaders.Right right) throws BadProxyHeader {
        byte[] all = RawSocket.join(right.bytes(), BEHIND);
        int end = right.bytes().length;
        for (int cut = 0; cut < Math.min(end, 500); cut++) {
            ProxyHeader header = new ProxyHeader();
            assertThat(header.add(all, 0, cut)).as("after %d bytes", cut).isEqualTo(-1);
            assertThat(header.add(all, cut, all.length)).as("cut at %d", cut).isEqualTo(end);
            assertSource(header, right);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(HEADERS + "right")
    void aRightOneMayComeByteByByte(ProxyHeaders.Right right) throws BadProxyHeader {
        ProxyHeader header = new ProxyHeader();
        int last = right.bytes().length - 1;
        for (int i = 0; i < last; i++) {
            assertThat(header.add(right.bytes(), i, i + 1)).isEqualTo(-1);
        }
        assertThat(header.add(right.bytes(), last, last + 1)).isEqualTo(last + 1);
        assertSource(header, right);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(HEADERS + "wrong")
    void aWrongOneIsRefusedWhereverItIsCut(ProxyHeaders.Wrong wrong) {
        byte[] bytes = wrong.bytes();
        for (int cut = 0; cut <= bytes.length; cut++) {
            int first = cut;
            assertThatExceptionOfType(BadProxyHeader.class).as("cut at %d", cut).isThrownBy(() -> {
                ProxyHeader header = new ProxyHeader();
                assertThat(header.add(bytes, 0, first)).isEqualTo(-1);
                header.add(bytes, first, bytes.length);
            });
        }
    }

    @Test
    void anAddressBehindTheHeaderIsNotReadIntoIt() throws BadProxyHeader {
        byte[] twice = ProxyHeaders.text("PROXY UNKNOWN\r\nPROXY TCP4 203.0.113.1 198.51.100.1 1 2\r\n");
        ProxyHeader header = new ProxyHeader();
        assertThat(header.add(twice, 0, twice.length)).isEqualTo("PROXY UNKNOWN\r\n".length());
        assertThat(header.source()).isNull();
    }

    @Test
    void junkIsRefusedOrReadButNothingElse() {
        Random random = new Random(11);
        byte[][] rights = ProxyHeaders.right()
                .map(ProxyHeaders.Right::bytes)
                .filter(bytes -> bytes.length < 500)
                .toArray(byte[][]::new);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = rights[random.nextInt(rights.length)].clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            ProxyHeader header = new ProxyHeader();
            try {
                int end = header.add(bytes, 0, bytes.length);
                assertThat(end).isBetween(-1, bytes.length);
                if (end >= 0) {
                    header.source();
                }
            } catch (BadProxyHeader e) {
                assertThat(e).hasMessageMatching("there is none|it is.*");
            } catch (RuntimeException e) {
                fail("after change " + i, e);
            }
        }
    }

    @Test
    void aSignatureIsKnownAtTheFirstByteThatIsNone() {
        for (String other :
                new String[] {"POST / HTTP/1.1", "PROXY/ x", "\r\nGET / HTTP/1.1", "\r\n\r\nGET /", "GET"}) {
            byte[] bytes = ProxyHeaders.text(other);
            for (int cut = 0; cut <= bytes.length; cut++) {
                ProxySignature signature = new ProxySignature();
                int taken = signature.add(bytes, 0, cut);
                taken = taken < cut ? taken : signature.add(bytes, cut, bytes.length);
                assertThat(signature.differs()).isTrue();
                assertThat(signature.isComplete()).isFalse();
                assertThat(signature.taken()).isEqualTo(ProxyHeaders.text(other.substring(0, taken)));
            }
        }
    }
}
