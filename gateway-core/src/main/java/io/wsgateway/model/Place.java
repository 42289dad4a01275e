package io.wsgateway.model;

import static java.util.Objects.requireNonNull;

/**
 * One entry's place in the log.
 *
 * @param epoch names the stretch of the log within which numbers are comparable; at most 64 letters or digits
 * @param seq the entry's number, consecutive within an epoch; the first entry has number 1
 * @param tag random name of the batch that the entry came with: two logs that both claim to be this epoch disagree in it
 */
public record Place(String epoch, long seq, long tag) {
    public Place {
        requireNonNull(epoch, "epoch");
        if (seq < 0) {
            throw new IllegalArgumentException("seq " + seq);
        }
    }
}
