package io.wsgateway.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.spi.Kept.Member;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MembershipTableTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private final MembershipTable table = new MembershipTable();

    @Test
    void theNewestOfAUserAndGuildHolds() {
        assertThat(table.put(member("u1", "g1", false, "e1", 7))).isTrue();
        assertThat(table.put(member("u1", "g1", true, "e1", 6))).isFalse();
        assertThat(table.put(member("u1", "g1", false, "e1", 7))).as("again").isFalse();
        assertThat(table.get("u1", "g1")).isEqualTo(member("u1", "g1", false, "e1", 7));
        assertThat(table.put(member("u1", "g1", true, "e1", 8))).isTrue();
        assertThat(table.put(member("u1", "g1", false, "e2", 1)))
                .as("a later epoch")
                .isTrue();
        assertThat(table.put(member("u1", "g1", true, "e1", 99)))
                .as("an earlier one")
                .isFalse();
        assertThat(table.get("u1", "g1")).isEqualTo(member("u1", "g1", false, "e2", 1));
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void aUsersChangesAndAGuildsEndAreToldApart() {
        table.put(member("u1", "g1", false, "e1", 1));
        table.put(member("u1", "g2", true, "e1", 2));
        table.put(member("u2", "g1", true, "e1", 3));
        assertThat(table.hasEnds()).isFalse();
        table.put(member(null, "g1", false, "e1", 4));
        table.put(member("g1", "u1", true, "e1", 5));
        assertThat(table.of("u1"))
                .containsExactlyInAnyOrder(member("u1", "g1", false, "e1", 1), member("u1", "g2", true, "e1", 2));
        assertThat(table.get(null, "g1")).isEqualTo(member(null, "g1", false, "e1", 4));
        assertThat(table.get(null, "u1")).isNull();
        assertThat(table.of("u3")).isEmpty();
        assertThat(table.hasEnds()).isTrue();
        assertThat(table).hasSize(5);
    }

    @Test
    void itIsAMapWhateverComesAndGoes() {
        Random random = new Random(1);
        Map<List<String>, Member> model = new HashMap<>();
        for (int seq = 1; seq <= 60_000; seq++) {
            String user = random.nextInt(20) == 0 ? null : "üser" + random.nextInt(3_000);
            String guild = "g" + random.nextInt(user == null ? 50 : 4);
            Member change = member(user, guild, random.nextBoolean(), "e1", seq);
            assertThat(table.put(change)).isTrue();
            model.put(List.of(String.valueOf(user), guild), change);
            if (seq % 5_000 == 0) {
                int limit = seq - 4_000;
                for (int segment = 0; segment < MembershipTable.SEGMENTS; segment++) {
                    Instant before = NOON.plusMillis(limit);
                    boolean older = table.hasOlder(segment, before);
                    int size = table.size();
                    table.removeIf(segment, old -> old.seq() < limit);
                    assertThat(table.size() < size).isEqualTo(older);
                }
                model.values().removeIf(old -> old.seq() < limit);
            }
        }
        assertThat(table.size()).isEqualTo(model.size());
        List<Member> all = new ArrayList<>();
        table.forEach(all::add);
        assertThat(all).containsExactlyInAnyOrderElementsOf(model.values());
        assertThat(all)
                .allSatisfy(member ->
                        assertThat(table.get(member.userId(), member.guildId())).isEqualTo(member));
        assertThat(table.bytes()).isLessThan(300L * model.size());
    }

    @Test
    void whatIsRemovedGivesItsMemoryBack() {
        for (int i = 0; i < 100_000; i++) {
            table.put(member("user-" + i, "g1", true, "e1", i));
        }
        assertThat(table.bytes() / table.size()).as("bytes of one").isLessThan(60);
        long full = table.bytes();
        for (int segment = 0; segment < MembershipTable.SEGMENTS; segment++) {
            table.removeIf(segment, member -> member.seq() % 10 > 0);
        }
        assertThat(table.size()).isEqualTo(10_000);
        assertThat(table.bytes()).isLessThan(full / 4);
        assertThat(table.get("user-50", "g1")).isNotNull();
        assertThat(table.get("user-51", "g1")).isNull();
    }

    @Test
    void marksTellWhoWasNotSeen() {
        table.put(member("u1", "g1", true, "e1", 1));
        table.put(member("u2", "g1", true, "e1", 2));
        table.mark("u1", "g1");
        assertThat(table.unmarked()).extracting(Member::userId).containsExactly("u2");
        table.put(member("u1", "g1", false, "e1", 3));
        assertThat(table.unmarked()).as("changed since").hasSize(2);
        table.mark("u1", "g1");
        table.mark("u2", "g1");
        assertThat(table.unmarked()).isEmpty();
        table.unmark();
        assertThat(table.unmarked()).hasSize(2);
    }

    @Test
    void aTimeCanBeCorrected() {
        table.put(member("u1", "g1", false, "e1", 3600_000));
        table.correct(member("u1", "g1", false, "e1", 3600_000).at(NOON));
        assertThat(table.get("u1", "g1").when()).isEqualTo(NOON);
    }

    private static Member member(String user, String guild, boolean joined, String epoch, long seq) {
        return new Member(user, guild, joined, epoch, seq, NOON.plusMillis(seq));
    }
}
