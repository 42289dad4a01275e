package io.wsgateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsgateway.model.Audience;
import io.wsgateway.model.Audience.Everyone;
import io.wsgateway.model.Audience.Guilds;
import io.wsgateway.model.Audience.Users;
import io.wsgateway.model.Event;
import io.wsgateway.model.Membership;
import io.wsgateway.protocol.Envelope.Reading;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What services may publish. In the JSON of these tables, single quotes stand for double ones. */
class EnvelopeTest {
    private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    static Stream<Arguments> audiences() {
        return Stream.of(
                Arguments.of("'guildId':'g'", new Guilds(Set.of("g"), Set.of())),
                Arguments.of("'guildId':'g','exceptUserIds':['u','v','u']", new Guilds(Set.of("g"), Set.of("u", "v"))),
                Arguments.of("'guildIds':['g','h','g']", new Guilds(Set.of("g", "h"), Set.of())),
                Arguments.of("'guildIds':['g'],'exceptUserIds':[]", new Guilds(Set.of("g"), Set.of())),
                Arguments.of("'userIds':['u','v']", new Users(Set.of("u", "v"))),
                Arguments.of("'userIds':['u'],'exceptUserIds':[]", new Users(Set.of("u"))),
                Arguments.of("'everyone':true", new Everyone(Set.of())),
                Arguments.of("'everyone':true,'exceptUserIds':['u']", new Everyone(Set.of("u"))),
                Arguments.of(
                        "'everyone':false,'guildIds':null,'userIds':null,'guildId':'g'",
                        new Guilds(Set.of("g"), Set.of())));
    }

    @ParameterizedTest
    @MethodSource("audiences")
    void audienceIsTheOneThatIsNamed(String fields, Audience audience) {
        assertThat(event("{'event':'x','data':{}," + fields + "}").audience()).isEqualTo(audience);
    }

    static Stream<String> bodies() {
        return Stream.of(
                "{'event':'x','everyone':true,'data':%s}",
                "{'data':%s,'event':'x','everyone':true}",
                " \r\n\t{ 'event' : 'şß😀' , 'data' \n:\t %s , 'everyone' : true } \n",
                "{'😀':['ş',{'data':{}}],'everyone':true,'data':%s,'event':'x','ß':'ü'}",
                "{'\\u0064ata':%s,'everyone':true,'event':'\\u0078'}");
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void dataIsPassedOnByteForByte(String body) {
        for (String data : List.of(
                "{}",
                "{ 'a' : 1.00e+3 , 'b':[ ] , 'c' : '\\u0041\\/\\ud800' }",
                "{\n\t'ş':'😀\u2028','n':-0,'x':{'y':[{'}':'{'},null,true]}\n}",
                "{'guild':{'_id':7},'guildId':[]}")) {
            byte[] whole =
                    ("??" + body.formatted(data) + "??").replace('\'', '"').getBytes(UTF_8);

            Reading reading = Envelope.read(whole, 2, whole.length - 4, null, null);

            assertThat(reading).isInstanceOfSatisfying(Reading.Valid.class, valid -> {
                assertThat(valid.event().data()).hasToString(data.replace('\'', '"'));
                assertThat(valid.event().data().bytes()).isSameAs(whole);
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "message.create, '', false",
        "typing.start, '', true",
        "typing.start, ',\"ephemeral\":false', false",
        "typing.start, ',\"ephemeral\":null', true",
        "presence.update, ',\"ephemeral\":true', true",
        "guild.delete, ',\"ephemeral\":true', false"
    })
    void onlyTypingIsEphemeralUnasked(String name, String field, boolean ephemeral) {
        assertThat(event("{'event':'" + name + "','guildId':'g','data':{}" + field + "}")
                        .ephemeral())
                .isEqualTo(ephemeral);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'event':'x','guildId':'g','data':{}} | g",
                "{'event':'x','guildId':'g','data':{},'routingKey':'r'} | r",
                "{'event':'x','guildId':'g','data':{},'routingKey':null} | g",
                "{'event':'x','guildIds':['h','g','i'],'data':{}} | g",
                "{'event':'x','userIds':['v','u'],'data':{}} | u",
                "{'event':'x','everyone':true,'data':{}} | everyone",
                "{'event':'guild.create','userIds':['a'],'data':{'guildId':'g'}} | g",
                "{'event':'guild.delete','guildId':'g','data':{}} | g"
            })
    void routingKeyKeepsAGuildTogether(String body, String routingKey) {
        assertThat(((Reading.Valid) read(body)).routingKey()).isEqualTo(routingKey);
    }

    @Test
    void messageIdBeatsTheBodysId() {
        String body = "{'event':'x','guildId':'g','data':{},'id':'b'}";

        assertThat(event(body).id()).isEqualTo("b");
        assertThat(event(body, "m", null).id()).isEqualTo("m");
        assertThat(event(body, "", null).id()).isEqualTo("b");
        assertThat(event("{'event':'x','guildId':'g','data':{}}").id()).isNull();
    }

    @Test
    void onlyAWellFormedTraceparentIsPassedOn() {
        String body = "{'event':'x','guildId':'g','data':{}}";

        assertThat(event(body, null, TRACEPARENT).traceparent()).isEqualTo(TRACEPARENT);
        assertThat(event(body, null, TRACEPARENT + "\n").traceparent()).isNull();
        assertThat(event(body, null, "x".repeat(10_000)).traceparent()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'event':'guild.create','userIds':['u'],'data':{'guild':{'_id':'g'}}} | true",
                "{'event':'guild.create','userIds':['u','v'],'data':{'guildId':'g'}} | true",
                "{'event':'guild.create','userIds':['u'],'data':{'guildId':'g','guild':{'x':{'_id':1},'_id':'g'}}} | true",
                "{'event':'guild.create','userIds':['u'],'data':{'guildId':null,'guild':{'_id':'g'}}} | true",
                "{'event':'guild.create','userIds':['u'],'data':{'guild':'h','guildId':'g'}} | true",
                "{'event':'guild.delete','userIds':['u'],'data':{'guild':{'_id':'g'}}} | false",
                "{'event':'guild.delete','guildId':'g','data':{}} | false",
                "{'event':'guild.delete','guildIds':['g'],'data':{'guildId':'g'}} | false",
                "{'data':{'guild':{'_id':'\\u0067'}},'userIds':['u'],'event':'guild.delete'} | false"
            })
    void membershipIsReadFromTheData(String body, boolean joined) {
        assertThat(event(body).membership()).isEqualTo(new Membership(joined, "g"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"guild.update", "Guild.create", "guild.create.x", "channel.delete"})
    void otherEventsChangeNoMembership(String name) {
        assertThat(event("{'event':'" + name + "','guildId':'g','data':{'guildId':'h'}}")
                        .membership())
                .isNull();
    }

    @Test
    void namesMayHaveTheirFullLength() {
        String id = "😀".repeat(64);
        String name = "n".repeat(128);
        String eventId = "é".repeat(127) + "e";

        Event event = event("{'event':'" + name + "','guildId':'" + id + "','data':{},'id':'" + eventId + "'}");

        assertThat(event.name()).isEqualTo(name);
        assertThat(event.audience()).isEqualTo(new Guilds(Set.of(id), Set.of()));
        assertThat(event.id()).isEqualTo(eventId);
    }

    @Test
    void anIdLongerThanARoutingKeyIsCutForIt() {
        byte[] body = ("{\"event\":\"x\",\"guildId\":\"" + "😀".repeat(64) + "\",\"data\":{}}").getBytes(UTF_8);

        assertThat(Envelope.read(body, 0, body.length, null, null))
                .isInstanceOfSatisfying(
                        Reading.Valid.class,
                        valid -> assertThat(valid.routingKey()).isEqualTo("😀".repeat(63)));
    }

    @Test
    void stretchBeyondTheArrayIsTheCallersMistake() {
        assertThatThrownBy(() -> Envelope.read(new byte[5], 3, 3, null, null))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    static Event event(String body) {
        return event(body, null, null);
    }

    private static Event event(String body, String messageId, String traceparent) {
        byte[] bytes = body.replace('\'', '"').getBytes(UTF_8);
        Reading reading = Envelope.read(bytes, 0, bytes.length, messageId, traceparent);
        assertThat(reading).isInstanceOf(Reading.Valid.class);
        return ((Reading.Valid) reading).event();
    }

    static Reading read(String body) {
        byte[] bytes = body.replace('\'', '"').getBytes(UTF_8);
        return Envelope.read(bytes, 0, bytes.length, null, null);
    }
}
