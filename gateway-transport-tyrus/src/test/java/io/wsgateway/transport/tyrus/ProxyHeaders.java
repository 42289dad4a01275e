package io.wsgateway.transport.tyrus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Headers of the PROXY protocol as proxies send them, right and wrong. */
final class ProxyHeaders {
    static final byte[] SIGNATURE = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");
    private static final String V4 = "cb007101" + "c6336401" + "dc04" + "0bbd";
    private static final String V6 =
            "20010db8000000000000000000000001" + "20010db8000000000000000000000002" + "dc04" + "0bbd";

    private ProxyHeaders() {}

    /** @param source whom it names, as host:port; null: nobody, and so the client is who connected */
    record Right(String what, byte[] bytes, @Nullable String source) {
        @Override
        public String toString() {
            return what;
        }
    }

    record Wrong(String what, byte[] bytes) {
        @Override
        public String toString() {
            return what;
        }
    }

    static byte[] text(String line) {
        return line.getBytes(ISO_8859_1);
    }

    /** @param length what the header says of the bytes behind it */
    private static byte[] binary(int command, int family, int length, String hex) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        out.write(command);
        out.write(family);
        out.write(length >> 8);
        out.write(length);
        out.writeBytes(HexFormat.of().parseHex(hex));
        return out.toByteArray();
    }

    static byte[] binary(int command, int family, String hex) {
        return binary(command, family, hex.length() / 2, hex);
    }

    private static Right right(String line, @Nullable String source) {
        return new Right(line, text(line + "\r\n"), source);
    }

    static Stream<Right> right() {
        return Stream.of(
                right("PROXY TCP4 203.0.113.1 198.51.100.1 56324 3005", "203.0.113.1:56324"),
                right("PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535", "255.255.255.255:65535"),
                right("PROXY TCP4 203.0.113.1 198.51.100.1 0 0", "203.0.113.1:0"),
                right("PROXY TCP6 2001:db8::1 2001:db8::2 56324 3005", "2001:db8:0:0:0:0:0:1:56324"),
                right("PROXY TCP6 ::ffff:203.0.113.1 ::ffff:198.51.100.1 56324 3005", "203.0.113.1:56324"),
                right("PROXY UNKNOWN", null),
                right("PROXY UNKNOWN junk that is not read", null),
                right("PROXY UNKNOWN " + "f".repeat(91), null),
                new Right("IPv4", binary(0x21, 0x11, V4), "203.0.113.1:56324"),
                new Right("IPv6", binary(0x21, 0x21, V6), "2001:db8:0:0:0:0:0:1:56324"),
                new Right(
                        "IPv4 inside of IPv6",
                        binary(0x21, 0x21, "00000000000000000000ffffcb007101" + V6.substring(32)),
                        "203.0.113.1:56324"),
                new Right("IPv4 and more", binary(0x21, 0x11, V4 + "030004a9b87e8f" + "040000"), "203.0.113.1:56324"),
                new Right(
                        "IPv6 and more",
                        binary(0x21, 0x21, V6 + "ea" + "0a00".repeat(60)),
                        "2001:db8:0:0:0:0:0:1:56324"),
                new Right("IPv4 and all that fits", binary(0x21, 0x11, V4 + "00".repeat(65_523)), "203.0.113.1:56324"),
                new Right("LOCAL", binary(0x20, 0x00, ""), null),
                new Right("LOCAL with an address", binary(0x20, 0x11, V4), null),
                new Right("LOCAL of a strange family", binary(0x20, 0x7F, "00"), null),
                new Right("unspecified", binary(0x21, 0x00, ""), null),
                new Right("unspecified, and more", binary(0x21, 0x00, "00".repeat(300)), null),
                new Right("a socket of Unix", binary(0x21, 0x31, "2f".repeat(216)), null));
    }

    private static Wrong wrong(String line) {
        return new Wrong(line, text(line));
    }

    static Stream<Wrong> wrong() {
        return Stream.of(
                wrong("GET / HTTP/1.1\r\n"),
                wrong("PROXIES\r\n"),
                wrong("proxy TCP4 203.0.113.1 198.51.100.1 56324 3005\r\n"),
                wrong(" PROXY TCP4 203.0.113.1 198.51.100.1 56324 3005\r\n"),
                wrong("PROXY  TCP4 203.0.113.1 198.51.100.1 56324 3005\r\n"),
                wrong("PROXY TCP4 203.0.113.1 198.51.100.1 56324 3005\n"),
                wrong("PROXY TCP4 203.0.113.1 198.51.100.1 56324 3005\r\r\n"),
                wrong("PROXY TCP4 203.0.113.1 198.51.100.1 56324 3005 \r\n"),
                wrong("PROXY TCP4 203.0.113.1 198.51.100.1 56324 3005 x\r\n"),
                wrong("PROXY TCP4 203.0.113.1  198.51.100.1 56324 3005\r\n"),
                wrong("PROXY TCP4\t203.0.113.1 198.51.100.1 56324 3005\r\n"),
                wrong("PROXY TCP4 203.0.113.1 198.51.100.1 56324\r\n"),
                wrong("PROXY TCP4 203.0.113.1 56324\r\n"),
                wrong("PROXY TCP4\r\n"),
                wrong("PROXY \r\n"),
                wrong("PROXY TCP4 203.0.113.256 198.51.100.1 56324 3005\r\n"),
                wrong("PROXY TCP4 203.0.113.01 198.51.100.1 56324 3005\r\n"),
                wrong("PROXY TCP4 203.0.113.1 198.51.100 56324 3005\r\n"),
                wrong("PROXY TCP4 example.com 198.51.100.1 56324 3005\r\n"),
                wrong("PROXY TCP4 2001:db8::1 2001:db8::2 56324 3005\r\n"),
                wrong("PROXY TCP4 ::ffff:203.0.113.1 198.51.100.1 56324 3005\r\n"),
                wrong("PROXY TCP6 203.0.113.1 198.51.100.1 56324 3005\r\n"),
                wrong("PROXY TCP6 2001:db8::1 198.51.100.1 56324 3005\r\n"),
                wrong("PROXY TCP6 2001:db8::1%eth0 2001:db8::2 56324 3005\r\n"),
                wrong("PROXY TCP6 [2001:db8::1] [2001:db8::2] 56324 3005\r\n"),
                wrong("PROXY TCP4 203.0.113.1 198.51.100.1 65536 3005\r\n"),
                wrong("PROXY TCP4 203.0.113.1 198.51.100.1 56324 65536\r\n"),
                wrong("PROXY TCP4 203.0.113.1 198.51.100.1 056324 3005\r\n"),
                wrong("PROXY TCP4 203.0.113.1 198.51.100.1 -1 3005\r\n"),
                wrong("PROXY TCP4 203.0.113.1 198.51.100.1 999999 3005\r\n"),
                wrong("PROXY UDP4 203.0.113.1 198.51.100.1 56324 3005\r\n"),
                wrong("PROXY UNKNOWNS\r\n"),
                wrong("PROXY unknown\r\n"),
                wrong("PROXY UNKNOWN a\rb\r\n"),
                wrong("PROXY UNKNOWN " + "f".repeat(92) + "\r\n"),
                wrong("PROXY " + "x".repeat(200)),
                new Wrong("another signature", text("\r\n\r\n\0\r\nQUIX\n" + " ".repeat(20))),
                new Wrong("TLS", new byte[] {0x16, 3, 1, 2, 0, 1}),
                new Wrong("version 1 in bytes", binary(0x11, 0x11, V4)),
                new Wrong("version 3", binary(0x31, 0x11, V4)),
                new Wrong("another command", binary(0x22, 0x11, V4)),
                new Wrong("UDP over IPv4", binary(0x21, 0x12, V4)),
                new Wrong("UDP over IPv6", binary(0x21, 0x22, V6)),
                new Wrong("datagrams of Unix", binary(0x21, 0x32, "2f".repeat(216))),
                new Wrong("IPv4 without a transport", binary(0x21, 0x10, V4)),
                new Wrong("another family", binary(0x21, 0x41, V6)),
                new Wrong("too short for IPv4", binary(0x21, 0x11, V4.substring(2))),
                new Wrong("too short for IPv6", binary(0x21, 0x21, V6.substring(2))),
                new Wrong("IPv4 as IPv6", binary(0x21, 0x21, V4)),
                new Wrong("IPv4 without an address", binary(0x21, 0x11, "")));
    }
}
