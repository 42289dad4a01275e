package io.wsgateway.sync.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.spi.ClusterBus;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A Lua script, which Redis runs as one step. */
final class Script {
    /** What scripts share with the rest of the product; in front of the first line, so that line numbers stay. */
    private static final String CONSTANTS = "local IDS, APART_MILLIS = " + ClusterBus.IDS_PER_PARTITION + ", "
            + ClusterBus.CLOCK_TOLERANCE.toMillis() + " ";

    static final Script APPEND = new Script("append", "append");
    /** An append of nothing: that it works says little of those of something. */
    static final Script AUDIT = new Script("append", "audit");

    static final Script PROBE = new Script("probe");
    static final Script TRIM = new Script("trim");
    static final Script CLAIM = new Script("claim");
    static final Script READ = new Script("read");
    static final Script PUT_BACK = new Script("putback");
    static final Script PRESENT = new Script("present");

    final byte[] text;
    /** Its name in Redis' cache of scripts. */
    final byte[] sha1;
    /** Its name for operators. */
    final String name;

    private Script(String name) {
        this(name, name);
    }

    private Script(String file, String name) {
        this.name = name;
        text = (CONSTANTS + resource("places.lua") + resource(file + ".lua")).getBytes(UTF_8);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text);
            sha1 = HexFormat.of().formatHex(digest).getBytes(UTF_8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1", e);
        }
    }

    private static String resource(String file) {
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new FileNotFoundException(file);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The jar of this module is incomplete", e);
        }
    }
}
