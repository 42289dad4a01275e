package io.wsgateway.transport.tyrus;

/** A connection doesn't begin as the PROXY protocol has it; its message says why, and nothing of what was sent. */
final class BadProxyHeader extends Exception {
    private static final long serialVersionUID = 1;

    BadProxyHeader(String why) {
        super(why, null, false, false);
    }
}
