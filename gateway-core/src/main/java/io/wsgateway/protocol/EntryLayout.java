package io.wsgateway.protocol;

/** The constants of {@code EntryCodec}'s grammar. */
final class EntryLayout {
    static final byte FORMAT = 1;

    static final byte EVENT = 0;
    static final byte KICK = 1;
    static final byte REVOCATION = 2;

    static final int HAS_ID = 0x01;
    static final int EPHEMERAL = 0x02;
    static final int HAS_MEMBERSHIP = 0x04;
    static final int JOINED = 0x08;
    static final int HAS_TRACEPARENT = 0x10;
    static final int TO_GUILDS = 0x00;
    static final int TO_USERS = 0x20;
    static final int TO_EVERYONE = 0x40;
    static final int AUDIENCE = 0x60;

    /** Of kicks and revocations: what their text names; one of these. */
    static final int OF_USER = 0x01;

    static final int OF_SESSION = 0x02;
    static final int OF_TOKEN = 0x02;
    static final int SUBJECT = 0x03;

    static final int TO_RECONNECT = 0x04;
    static final int HAS_TIME = 0x04;

    private EntryLayout() {}
}
