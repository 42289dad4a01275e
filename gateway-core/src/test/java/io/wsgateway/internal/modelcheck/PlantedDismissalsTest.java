package io.wsgateway.internal.modelcheck;

import io.wsgateway.internal.access.Identity;
import io.wsgateway.internal.access.TokenLog;
import io.wsgateway.internal.lane.LaneFactory;
import io.wsgateway.internal.ring.RevokedTokens;
import io.wsgateway.internal.session.Connections;
import io.wsgateway.internal.session.Departures;
import io.wsgateway.internal.session.Dismissals;
import io.wsgateway.internal.session.ReceiverIndex;
import io.wsgateway.internal.session.Session;
import io.wsgateway.internal.session.SessionCloser;
import io.wsgateway.internal.session.TokenGate;
import io.wsgateway.model.CloseReason;
import io.wsgateway.model.Kick;
import io.wsgateway.model.Revocation;
import io.wsgateway.spi.Kept;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The checker sees kicks and revocations that aren't carried out, and whoever they are carried out on for nothing. */
class PlantedDismissalsTest {
    @Test
    void revokedTokenThatIsTakenIsCaught() {
        PlantedFaultsTest.assertCaught(new LaneFactory() {
            @Override
            protected TokenGate gate(
                    RevokedTokens revoked, TokenLog log, SessionCloser closer, Consumer<String> count) {
                return new TokenGate(revoked, log, closer, count) {
                    @Override
                    public boolean admits(Session session, Identity identity) {
                        return true;
                    }
                };
            }
        });
    }

    @Test
    void revocationThatIsForgottenWithTheWindowIsCaught() {
        PlantedFaultsTest.assertCaught(new Instance.Parts() {
            @Override
            List<Kept> kept(List<Kept> changes) {
                return changes.stream()
                        .filter(kept -> !(kept instanceof Kept.Revoked))
                        .toList();
            }
        });
    }

    @Test
    void sessionThatOutlivesTheRevocationOfItsTokenIsCaught() {
        PlantedFaultsTest.assertCaught(new Planted() {
            @Override
            void revocation(Dismissals right, Revocation revocation) {}
        });
    }

    @Test
    void sessionThatOutlivesARevocationInAGapIsCaught() {
        PlantedFaultsTest.assertCaught(new Planted() {
            @Override
            void afterAGap(Dismissals right) {}
        });
    }

    @Test
    void sessionThatOutlivesItsKickIsCaught() {
        PlantedFaultsTest.assertCaught(new Planted() {
            @Override
            void kick(Dismissals right, Kick kick) {}
        });
    }

    @Test
    void kickOfAStrangerIsCaught() {
        PlantedFaultsTest.assertCaught(new Planted() {
            @Override
            void kick(Dismissals right, Kick kick) {
                closer.closeAll(CloseReason.KICKED);
            }
        });
    }

    @Test
    void revocationOfAStrangersTokenIsCaught() {
        PlantedFaultsTest.assertCaught(new Planted() {
            @Override
            void revocation(Dismissals right, Revocation revocation) {
                closer.closeAll(CloseReason.TOKEN_REVOKED);
            }
        });
    }

    @Test
    void whoIsAskedToReconnectInsteadOfBeingKickedIsCaught() {
        PlantedFaultsTest.assertCaught(new Planted() {
            @Override
            void kick(Dismissals right, Kick kick) {
                right.carryOut(kick.withMode(Kick.Mode.RECONNECT));
            }
        });
    }

    /** Carries something out in another way. One lane of it at a time. */
    private static class Planted extends LaneFactory {
        SessionCloser closer;

        void kick(Dismissals right, Kick kick) {
            right.carryOut(kick);
        }

        void revocation(Dismissals right, Revocation revocation) {
            right.carryOut(revocation);
        }

        void afterAGap(Dismissals right) {
            right.closeRevoked();
        }

        @Override
        protected Dismissals dismissals(
                ReceiverIndex index,
                Connections connections,
                TokenGate gate,
                Departures departures,
                SessionCloser ofLane) {
            Dismissals right = super.dismissals(index, connections, gate, departures, ofLane);
            return new Dismissals(index, connections, gate, departures, ofLane) {
                @Override
                public void carryOut(Kick kick) {
                    closer = ofLane;
                    Planted.this.kick(right, kick);
                }

                @Override
                public void carryOut(Revocation revocation) {
                    closer = ofLane;
                    revocation(right, revocation);
                }

                @Override
                public void closeRevoked() {
                    afterAGap(right);
                }
            };
        }
    }
}
