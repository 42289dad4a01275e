package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

/** Which master follows from what sentinels say. */
class SentinelMastersTest {
    private static final HostAndPort A = new HostAndPort("a", 6379);
    private static final HostAndPort B = new HostAndPort("b", 6379);
    private static final HostAndPort C = new HostAndPort("c", 6379);

    @Test
    void masterThatMoreSentinelsNameThanAnyOtherIsFound() {
        assertThat(SentinelMasters.named(said(A, B, B), null)).isEqualTo(B);
        assertThat(SentinelMasters.named(said(A, B, null, C, B), null)).isEqualTo(B);
    }

    @Test
    void presentMasterStaysOnATieWhoeverAnswersFirst() {
        assertThat(SentinelMasters.named(said(A, B), B)).isEqualTo(B);
        assertThat(SentinelMasters.named(said(B, A), B)).isEqualTo(B);
        assertThat(SentinelMasters.named(said(A, A, B, B, C), B)).isEqualTo(B);
    }

    @Test
    void presentMasterIsLeftForOneWithMoreVotes() {
        assertThat(SentinelMasters.named(said(A, B, A), B)).isEqualTo(A);
        assertThat(SentinelMasters.named(said(A), B)).isEqualTo(A);
    }

    @Test
    void whereNobodyKnowsThereIsNone() {
        assertThat(SentinelMasters.named(said(null, null), A)).isNull();
    }

    private static List<Sentinel.Answer> said(@Nullable HostAndPort... masters) {
        return Arrays.stream(masters)
                .map(master -> new Sentinel.Answer(master, master != null, ""))
                .toList();
    }
}
