/**
 * The event loops that sessions live on.
 *
 * <pre>
 * LaneGroup       all of them, and the door that connections come in by
 * Lane            one: its sessions, and what it does for them turn by turn; LaneThread runs it, WakeRule says when
 *   LaneParts       makes what it is made of (LaneFactory); LaneShared what it has in common with the others
 *   CommandHandler  does what clients ask for; IdentifyHandler says who they are
 *   RateGuard       refuses what comes too fast
 *   TimeoutSweep    cuts off the late ones; ExpiryCheck those whose token has expired; BudgetSweep those who take least, where all together hold too much
 *   Drain           asks clients to go elsewhere
 *   MembershipExpiry  lets go of membership changes that no token can be older than
 * </pre>
 *
 * <p>Arrows between packages go in one direction: lane, delivery, session, access. Everything about a session except its
 * mailbox is changed by the lane that owns it only, without locks; what is volatile is read by others, for health and
 * figures. Others get in through {@code Session.onOwner} and {@code Lane.execute}.
 */
@NullMarked
package io.wsgateway.internal.lane;

import org.jspecify.annotations.NullMarked;
