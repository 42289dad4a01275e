/**
 * Who is it, and what may they? Knows no sessions: whoever shows a token is a {@link io.wsgateway.internal.access.Claimant}.
 *
 * <pre>
 * TokenAuthenticator  has tokens checked, off the lanes: an {@link io.wsgateway.internal.access.AuthOutcome} with an Identity
 *   CheckQueue          checks (Check) that wait: in a line for each address (CheckLines)
 *   TokenLog            what became of tokens that weren't accepted; PoolWatch whether checks get on
 * Identity            who a token says that it is, with what rights
 * MembershipRecord    what has changed in rights since a token was issued
 * </pre>
 */
@NullMarked
package io.wsgateway.internal.access;

import org.jspecify.annotations.NullMarked;
