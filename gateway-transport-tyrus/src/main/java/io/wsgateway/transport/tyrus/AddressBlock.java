package io.wsgateway.transport.tyrus;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses that begin alike: a network such as {@code 10.1.0.0/16}, or one address.
 *
 * @param prefix bits that count
 */
record AddressBlock(InetAddress first, int prefix) {
    private static final Pattern FORM = Pattern.compile("([^/]+)(?:/([0-9]{1,3}))?");

    /** @throws IllegalArgumentException where the text is neither an address nor a network without bits behind its prefix */
    static AddressBlock of(String text) {
        Matcher form = FORM.matcher(text);
        InetAddress first = form.matches() ? AddressLiteral.of(form.group(1)) : null;
        if (first == null) {
            throw new IllegalArgumentException("not an IP address or a network such as 10.1.0.0/16: " + text);
        }
        int bits = first.getAddress().length * Byte.SIZE;
        int prefix = form.group(2) == null ? bits : Integer.parseInt(form.group(2));
        if (prefix > bits) {
            throw new IllegalArgumentException("a prefix has at most " + bits + " bits here: " + text);
        }
        AddressBlock block = new AddressBlock(first, prefix);
        if (!block.beginsAtFirst()) {
            throw new IllegalArgumentException("a network has no bits behind its prefix: " + text);
        }
        return block;
    }

    boolean contains(InetAddress address) {
        byte[] these = first.getAddress();
        byte[] those = address.getAddress();
        if (these.length != those.length) {
            return false;
        }
        for (int i = 0; i < these.length; i++) {
            if (((these[i] ^ those[i]) & mask(i)) != 0) {
                return false;
            }
        }
        return true;
    }

    private boolean beginsAtFirst() {
        byte[] bytes = first.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            if ((bytes[i] & 0xFF & ~mask(i)) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Of one byte of an address. */
    private int mask(int index) {
        int counting = Math.max(0, Math.min(Byte.SIZE, prefix - index * Byte.SIZE));
        return 0xFF & (0xFF << (Byte.SIZE - counting));
    }
}
