package io.wsgateway.spi;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.wsgateway.model.Principal;
import io.wsgateway.model.Rights;
import java.util.concurrent.CompletionStage;

/** Says which guilds a user may subscribe to. */
@FunctionalInterface
public interface GuildAccess {

    /** The guilds that the token names. */
    GuildAccess CLAIM = user -> completedFuture(user.claimed());

    /** Every guild; the client is told those that the token names. */
    GuildAccess OPEN = user -> completedFuture(Rights.open(user.claimed().guilds()));

    /**
     * The user's rights. Called off the I/O threads after the token was accepted; must not wait. The answer counts as
     * issued when asked: membership changes that the log carries later apply on top. A failed stage means cannot tell now.
     */
    CompletionStage<Rights> rightsOf(Principal user);
}
