package io.wsgateway.sync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

class RedisFailureTest {
    @Test
    void eachSaysWhatToDoInOneLine() {
        assertReason(
                new JedisConnectionException("Failed", new ConnectException("Connection refused")),
                "can't be reached (Connection refused): check its address and that it runs");
        assertReason(new JedisAccessControlException("WRONGPASS invalid\r\nmore"), "check user and password");
        assertReason(new JedisAccessControlException("NOAUTH Authentication required."), "into its URI");
        assertReason(
                new JedisAccessControlException("NOPERM User u has no permissions to run the 'xadd' command"),
                "does not permit xadd (NOPERM User u has no permissions to run the 'xadd' command): give the user +xadd");
        assertReason(
                new JedisDataException("NOPERM ACL failure in script: User u has no permissions to run the 'hset'"
                        + " command script: 1f, on @user_script:9."),
                "give the user +hset");
        assertReason(
                new JedisDataException(
                        "ERR ACL failure in script: User gateway has no permissions to run the 'xtrim' command"),
                "give the user +xtrim");
        assertReason(
                new JedisDataException("ERR The user executing the script can't run this command or subcommand"),
                "give the user rights");
        assertReason(new JedisAccessControlException("NOPERM No permissions to access a key"), "give the user rights");
        assertReason(new JedisDataException("LOADING Redis is loading the dataset"), "is still loading its data");
        assertReason(new JedisDataException("OOM command not allowed"), "raise maxmemory");
        assertReason(
                new JedisDataException(
                        "ERR Error running script (call to f_1): @user_script:1: -OOM command not allowed"),
                "raise maxmemory");
        assertReason(new JedisDataException("READONLY You can't write"), "no master");
        assertReason(new JedisDataException("ERR something"), "refuses (ERR something)");
        assertReason(new JedisException("Could not get a resource"), "fails (Could not get a resource)");
    }

    @Test
    void onlyWhatWouldBeRefusedAgainIsARefusal() {
        assertThat(RedisFailure.of(new JedisAccessControlException("NOPERM x")).isRefusal())
                .isTrue();
        assertThat(RedisFailure.of(new JedisDataException("LOADING x")).isRefusal())
                .isFalse();
    }

    private static void assertReason(JedisException cause, String reason) {
        RedisFailure failure = RedisFailure.of(cause);
        assertThat(failure.getMessage()).contains(reason).doesNotContain("\n");
        assertThat(RedisFailure.reason(failure)).isEqualTo(failure.getMessage());
        assertThat(failure.getStackTrace()).isEmpty();
    }
}
