package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartChecksTest {
    @ParameterizedTest
    @ValueSource(strings = {"2.8.24", "5.0.14", "6.0.16", "6.1.240"})
    void anOldVersionIsUnfit(String version) {
        assertThat(StartChecks.unfit(Map.of("redis_version", version)))
                .contains(version)
                .contains("6.2")
                .contains("upgrade");
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.2.0", "6.2.14", "7.0.15", "7.2.4", "8.2.1", "10.0.0", "unheard of"})
    void aLaterOneAndOneThatWeCantReadIsFit(String version) {
        assertThat(StartChecks.unfit(Map.of("redis_version", version))).isEmpty();
        assertThat(StartChecks.unfit(Map.of())).isEmpty();
    }

    @Test
    void goodSettingsAreNotWarnedOf() {
        Map<String, String> info = StartChecks.parse(
                "# Memory\r\nmaxmemory_policy:noeviction\r\n# Persistence\r\naof_enabled:1\r\nconnected_slaves:0\r\n");
        assertThat(StartChecks.warnings(info, false)).isEmpty();
    }

    @Test
    void whatIsStillLoadingHasNoSettingsYet() {
        assertThat(StartChecks.isLoading(StartChecks.parse("loading:1\r\naof_enabled:0\r\n")))
                .isTrue();
        assertThat(StartChecks.isLoading(StartChecks.parse("loading:0\r\nasync_loading:1\r\n")))
                .isTrue();
        assertThat(StartChecks.isLoading(StartChecks.parse("loading:0\r\nasync_loading:0\r\n")))
                .isFalse();
        assertThat(StartChecks.isLoading(Map.of())).isFalse();
    }

    @Test
    void eachBadSettingSaysWhatCantBePromisedAndWhatToDo() {
        Map<String, String> info =
                StartChecks.parse("maxmemory_policy:allkeys-lru\r\naof_enabled:0\r\nconnected_slaves:0\r\n");
        assertThat(StartChecks.warnings(info, false))
                .satisfiesExactly(
                        eviction -> assertThat(eviction).contains("allkeys-lru", "lost events", "set it to noeviction"),
                        persistence -> assertThat(persistence).contains("acknowledged events", "set it to yes"));
    }

    @Test
    void settingsThatCantBeReadAreSaidToBeUnchecked() {
        assertThat(StartChecks.warnings(Map.of(), false))
                .satisfiesExactly(
                        settings -> assertThat(settings).contains("could not be checked", "noeviction", "appendonly"),
                        replicas -> assertThat(replicas).contains("none is waited for", "permit INFO"));
    }

    @ParameterizedTest
    @CsvSource({"false, 1", "true, 0", "true, 2"})
    void aMasterThatMayBeAloneForAWhileIsWarnedOf(boolean sentinels, int replicas) {
        String good = "maxmemory_policy:noeviction\r\naof_enabled:1\r\nconnected_slaves:" + replicas + "\r\n";
        assertThat(StartChecks.warnings(StartChecks.parse(good), sentinels))
                .singleElement()
                .asString()
                .contains("min-replicas-to-write", "set it to 1");
        assertThat(StartChecks.warnings(StartChecks.parse(good + "min_slaves_good_slaves:1\r\n"), sentinels))
                .isEmpty();
    }
}
