package io.wsgateway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Set;
import org.junit.jupiter.api.Test;

class AudienceTest {
    private final Audience guilds = new Audience.Guilds(Set.of("red", "blue"), Set.of("eve"));
    private final Audience users = new Audience.Users(Set.of("alice"));
    private final Audience everyone = new Audience.Everyone(Set.of("eve"));

    @Test
    void eachNamesItsReceiversAndThoseLeftOut() {
        assertThat(guilds.ids()).containsExactlyInAnyOrder("red", "blue");
        assertThat(users.ids()).containsExactly("alice");
        assertThat(everyone.ids()).isEmpty();
        assertThat(users.exceptUsers()).isEmpty();
        assertThat(everyone.exceptUsers()).containsExactly("eve");
    }

    @Test
    void onlyOneGuildIsTheOnlyGuild() {
        assertThat(new Audience.Guilds(Set.of("red"), Set.of("eve")).onlyGuild())
                .isEqualTo("red");
        assertThat(guilds.onlyGuild()).isNull();
        assertThat(users.onlyGuild()).isNull();
        assertThat(everyone.onlyGuild()).isNull();
    }

    @Test
    void othersAreLeftOutInsteadOfThoseBefore() {
        assertThat(guilds.except(Set.of("bob"))).isEqualTo(new Audience.Guilds(guilds.ids(), Set.of("bob")));
        assertThat(everyone.except(Set.of())).isEqualTo(new Audience.Everyone(Set.of()));
        assertThatIllegalStateException().isThrownBy(() -> users.except(Set.of("alice")));
    }
}
