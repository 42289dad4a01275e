/**
 * A connection's state, and who receives what.
 *
 * <pre>
 * Session             one connection's state (Phase, SessionTimes, TokenExpiry); TokenCheck is all that a token's check knows of it
 *   Endpoint            what others reach of it: Mailbox what waits there, Owner its event loop
 *   CatchUpReader       how far it has read, where it is behind: KeyScan, ResumeProgress
 *   LanePosition        how far its lane has
 * Connections         all of a lane's; Admission makes them identified ones, SessionCloser ends them (Endings)
 * FlushList           what is handed to connections; StallDetector whether they take it, ByteBudget how much may wait
 * SessionRegistry     who receives what: ReceiverIndex of users (User) and guilds (Guild), Subscription, Receivers
 *   SubscriptionSharing what one of a user's connections asked for is the others' too
 *   InterestFilter      which of the ring's keys somebody here waits for; GuildCounter how many guilds
 * MembershipEnforcer  applies changes of rights; RightsBarrier sees to it that none is passed over
 * LaneFaults          what failed and was contained (Fault)
 * SessionRates        what one may still send (RateLimits); ResumeRates how often a user may resume
 * SessionLimits       what sessions are held to; SessionIds their names
 * </pre>
 */
@NullMarked
package io.wsgateway.internal.session;

import org.jspecify.annotations.NullMarked;
