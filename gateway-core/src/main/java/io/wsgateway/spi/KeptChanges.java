package io.wsgateway.spi;

import io.wsgateway.model.Revocation;
import io.wsgateway.spi.Kept.Member;
import io.wsgateway.spi.Kept.Revoked;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** What a bus knows of the changes that outlive the window: of each membership, guild and revocation the newest. Not thread-safe. */
public final class KeptChanges implements Iterable<Kept> {
    /** Of one without its id: a map's node and seven objects. */
    private static final int REVOCATION_BYTES = 320;

    private final MembershipTable members = new MembershipTable();
    private final Map<Tokens, Revoked> revocations = new HashMap<>();
    private long revocationBytes;

    /** What a revocation is about. */
    private record Tokens(@Nullable String userId, @Nullable String tokenId) {
        static Tokens of(Revoked revoked) {
            Revocation revocation = revoked.revocation();
            return new Tokens(revocation.userId(), revocation.tokenId());
        }
    }

    /** Takes a change in unless what is there says more; returns whether it was news. */
    public boolean add(Kept change) {
        return change instanceof Member member ? members.put(member) : add((Revoked) change);
    }

    // A later revocation that reaches less far takes nothing back.
    private boolean add(Revoked revoked) {
        Revoked before = revocations.get(Tokens.of(revoked));
        boolean news = before == null || !before.covers(revoked);
        if (news) {
            revocations.put(Tokens.of(revoked), revoked);
            revocationBytes += before == null ? bytes(revoked) : 0;
        }
        return news;
    }

    /** The memberships among them. */
    public MembershipTable members() {
        return members;
    }

    /** The revocations among them. */
    public Collection<Revoked> revocations() {
        return Collections.unmodifiableCollection(revocations.values());
    }

    /** The revocation of the same tokens that is known. */
    public @Nullable Revoked known(Revoked like) {
        return revocations.get(Tokens.of(like));
    }

    /** Forgets a revocation. */
    public void remove(Revoked revoked) {
        if (revocations.remove(Tokens.of(revoked)) != null) {
            revocationBytes -= bytes(revoked);
        }
    }

    /** The memory that all take, in bytes; about. */
    public long bytes() {
        return members.bytes() + revocationBytes;
    }

    private static long bytes(Revoked revoked) {
        Revocation of = revoked.revocation();
        String subject = of.userId() != null ? of.userId() : of.tokenId();
        return REVOCATION_BYTES + (subject == null ? 0 : 2L * subject.length());
    }

    /** How many there are. */
    public int size() {
        return members.size() + revocations.size();
    }

    /** All, in no order; while nothing is added or removed. */
    @Override
    public Iterator<Kept> iterator() {
        Iterator<Revoked> first = revocations.values().iterator();
        Iterator<Member> then = members.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return first.hasNext() || then.hasNext();
            }

            @Override
            public Kept next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return first.hasNext() ? first.next() : then.next();
            }
        };
    }
}
