/**
 * The log's last stretch on this instance, the replay buffer: the only queue between the log and the sessions.
 *
 * <pre>
 * RingFollower    follows the log; RingWriter puts its entries into the ring
 * Ring            is read by lanes and resuming sessions: Chunk, RingKeys and KeyHeads are its index, Cursor a place as text
 *   EncodedEvent    an event's one frame for all its receivers; FrameCache those of old chunks
 * ControlEntries  what changes rights or ends sessions, which nothing may overwrite; RevokedTokens what tokens it revokes
 * </pre>
 */
@NullMarked
package io.wsgateway.internal.ring;

import org.jspecify.annotations.NullMarked;
