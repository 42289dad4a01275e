package io.wsgateway.launcher.http;

import java.util.Arrays;
import org.eclipse.jetty.io.Content;

/** A request's body as it comes, up to a limit. One thread. */
final class Body {
    private final int limit;
    private byte[] bytes;
    private int length;

    /** @param stated bytes that the request announces; negative: it doesn't */
    Body(int limit, long stated) {
        this.limit = limit;
        bytes = new byte[(int) Math.max(0, Math.min(limit, stated))];
    }

    /**
     * Takes the next piece, which stays the caller's.
     *
     * @param kept whether anybody is going to ask for it
     * @return false: that would be more than the limit
     */
    boolean add(Content.Chunk piece, boolean kept) {
        int more = piece.remaining();
        if (more > limit - length) {
            return false;
        }
        if (kept && more > 0) {
            if (more > bytes.length - length) {
                bytes = Arrays.copyOf(bytes, Math.min(limit, Math.max(2 * bytes.length, length + more)));
            }
            piece.get(bytes, length, more);
        }
        length += more;
        return true;
    }

    /** All of it, where it was kept. */
    byte[] whole() {
        return bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
    }
}
