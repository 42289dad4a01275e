/**
 * Sessions and the threads that own them: no promise to anybody outside of the gateway.
 *
 * <ul>
 *   <li>A {@link io.wsgateway.internal.session.Lane} is an event loop on a {@link io.wsgateway.internal.session.LaneThread};
 *       {@link io.wsgateway.internal.session.LaneGroup} is all of them and what connections come in by. It owns {@link
 *       io.wsgateway.internal.session.LaneConnections}, cuts the late ones ({@link
 *       io.wsgateway.internal.session.TimeoutSweep}) and flushes those that were sent something ({@link
 *       io.wsgateway.internal.session.FlushList}).
 *   <li>A {@link io.wsgateway.internal.session.Session} is a connection's state, and its {@link
 *       io.wsgateway.internal.session.Mailbox} what waits for it; {@link io.wsgateway.internal.session.SessionLifecycle}
 *       brings it in and ends it, {@link io.wsgateway.internal.session.CommandHandler} does what its client asks for.
 *   <li>{@link io.wsgateway.internal.session.TokenAuthenticator} says who a client is ({@link
 *       io.wsgateway.internal.session.Identity}); {@link io.wsgateway.internal.session.MembershipRecord} knows what has changed
 *       in their rights since, {@link io.wsgateway.internal.session.MembershipEnforcer} applies it.
 *   <li>{@link io.wsgateway.internal.session.SessionRegistry} knows who receives which guild, {@link
 *       io.wsgateway.internal.session.InterestFilter} which entries nobody here wants.
 *   <li>{@link io.wsgateway.internal.session.LiveDelivery} fans the ring out to live sessions; {@link
 *       io.wsgateway.internal.session.CatchUp} lets those that are behind read on, each with a {@link
 *       io.wsgateway.internal.session.CatchUpReader} and a {@link io.wsgateway.internal.session.KeyScan}; {@link
 *       io.wsgateway.internal.session.ResumeHandler} begins resumes ({@link io.wsgateway.internal.session.ResumeProgress}).
 * </ul>
 *
 * <p>Everything about a session except its mailbox is confined to the lane that owns it: no locks, no volatile. Others get in
 * through {@code Session.onOwner} and {@code Lane.execute}.
 */
@NullMarked
package io.wsgateway.internal.session;

import org.jspecify.annotations.NullMarked;
