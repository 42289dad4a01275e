/**
 * Sessions and the threads that own them. A {@link io.wsgateway.internal.session.Lane} reads the ring, fans out to its
 * live sessions ({@link io.wsgateway.internal.session.Fanout}), lets those that are behind read on
 * ({@link io.wsgateway.internal.session.Readings}) and answers commands ({@link io.wsgateway.internal.session.Commands});
 * {@link io.wsgateway.internal.session.Lanes} is all of them and the door that connections come in by.
 *
 * <p>Everything about a session except its {@link io.wsgateway.internal.session.Inbox} is confined to the lane that owns
 * it: no locks, no volatile. Others get in through {@code Session.onOwner} and {@code Lane.execute}. No promise to anybody
 * outside of the gateway.
 */
@NullMarked
package io.wsgateway.internal.session;

import org.jspecify.annotations.NullMarked;
