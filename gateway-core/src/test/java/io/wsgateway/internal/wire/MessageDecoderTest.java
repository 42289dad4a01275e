package io.wsgateway.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.wire.ClientMessage.Heartbeat;
import io.wsgateway.internal.wire.ClientMessage.Identify;
import io.wsgateway.internal.wire.ClientMessage.Malformed;
import io.wsgateway.internal.wire.ClientMessage.Resume;
import io.wsgateway.internal.wire.ClientMessage.Subscribe;
import io.wsgateway.internal.wire.ClientMessage.Unsubscribe;
import io.wsgateway.internal.wire.CommandId.Number;
import io.wsgateway.internal.wire.CommandId.Text;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In the JSON of these tables, single quotes stand for double ones. */
class MessageDecoderTest {
    private static final String ID_64 = "x".repeat(64);
    private static final String CURSOR_200 = "c".repeat(200);

    static Stream<Arguments> commands() {
        return Stream.of(
                Arguments.of("{'op':'IDENTIFY','data':{'token':'t'}}", new Identify(null, "t")),
                Arguments.of("{'data':{'token':'t'},'id':7,'op':'IDENTIFY'}", new Identify(new Number(7), "t")),
                Arguments.of("{'op':'IDENTIFY','data':{'token':''}}", new Identify(null, "")),
                Arguments.of("{'op':'HEARTBEAT','data':null}", new Heartbeat(null, null)),
                Arguments.of("{'op':'HEARTBEAT'}", new Heartbeat(null, null)),
                Arguments.of("{'op':'HEARTBEAT','data':{}}", new Heartbeat(null, null)),
                Arguments.of("{'op':'HEARTBEAT','data':{'cursor':null}}", new Heartbeat(null, null)),
                Arguments.of("{'op':'HEARTBEAT','data':{'cursor':'1c'},'id':''}", new Heartbeat(new Text(""), "1c")),
                Arguments.of(
                        "{'op':'HEARTBEAT','data':{'cursor':'" + CURSOR_200 + "'}}", new Heartbeat(null, CURSOR_200)),
                Arguments.of(
                        "{'op':'HEARTBEAT','data':{'token':1,'guilds':2,'guildId':[]}}", new Heartbeat(null, null)),
                Arguments.of("{'op':'GUILD_SUBSCRIBE','data':{'guildId':'g'}}", new Subscribe(null, "g")),
                Arguments.of("{'op':'GUILD_SUBSCRIBE','data':{'guildId':'" + ID_64 + "'}}", new Subscribe(null, ID_64)),
                Arguments.of(
                        "{'op':'GUILD_SUBSCRIBE','data':{'guildId':'\\ud83d\\ude00ş'}}", new Subscribe(null, "😀ş")),
                Arguments.of(
                        "{'op':'GUILD_UNSUBSCRIBE','data':{'guildId':'g'},'id':'a'}",
                        new Unsubscribe(new Text("a"), "g")),
                Arguments.of(
                        "{'op':'RESUME','data':{'token':'t','cursor':'1c','guilds':[]}}",
                        new Resume(null, "t", "1c", List.of())),
                Arguments.of(
                        "{'op':'RESUME','data':{'guilds':['b','a','b','c','a'],'cursor':'','token':'t'},'id':1}",
                        new Resume(new Number(1), "t", "", List.of("b", "a", "c"))),
                Arguments.of(
                        " {\t'x':[{'op':1}],'o\\u0070' : 'GUILD_SUBSCRIBE','data':{'y':{'guildId':0},'guildId':'g'},'z':1e9}\n ",
                        new Subscribe(null, "g")));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void commandIsRead(String json, ClientMessage command) {
        assertThat(decode(json)).isEqualTo(command);
    }

    @ParameterizedTest
    @CsvSource({
        "null,",
        "0, 0",
        "-0, 0",
        "-12, -12",
        "9007199254740992, 9007199254740992",
        "-9007199254740992, -9007199254740992"
    })
    void integerIdWithinTheRangeIsKept(String json, Long id) {
        assertThat(decode("{'id':" + json + ",'op':'HEARTBEAT'}"))
                .isEqualTo(new Heartbeat(id == null ? null : new Number(id), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740993",
                "-9007199254740993",
                "9223372036854775808",
                "123456789012345678901234567890",
                "1.0",
                "1e2",
                "true",
                "[]",
                "{'a':[1]}",
                "'\\ud800'",
                "'\\ude00\\ud83d'"
            })
    void idThatCannotBeRepeatedIsRefusedWithoutOne(String id) {
        refused("{'op':'HEARTBEAT','id':" + id + "}", ErrorCode.BAD_REQUEST, null, "HEARTBEAT", "id that is");
        refused("{'id':" + id + ",'op':'NO'}", ErrorCode.BAD_REQUEST, null, null, "id that is");
    }

    @Test
    void charactersAreCodePoints() {
        String faces = "😀".repeat(64);
        assertThat(decode("{'op':'HEARTBEAT','id':'" + faces + "'}")).isEqualTo(new Heartbeat(new Text(faces), null));
        assertThat(decode("{'op':'GUILD_SUBSCRIBE','data':{'guildId':'" + faces + "'}}"))
                .isEqualTo(new Subscribe(null, faces));
    }

    @Test
    void idHasAtMost64Characters() {
        assertThat(decode("{'op':'HEARTBEAT','id':'" + ID_64 + "'}")).isEqualTo(new Heartbeat(new Text(ID_64), null));
        refused("{'op':'HEARTBEAT','id':'" + ID_64 + "x'}", ErrorCode.BAD_REQUEST, null, "HEARTBEAT", "64 characters");
    }

    @Test
    void nestingIsLimited() {
        String deepest = "[".repeat(15) + "]".repeat(15);

        assertThat(decode("{'op':'HEARTBEAT','x':" + deepest + "}")).isEqualTo(new Heartbeat(null, null));
        refused("{'op':'HEARTBEAT','x':[" + deepest + "]}", ErrorCode.BAD_JSON, null, "HEARTBEAT", "16 levels");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | op, a string",
                "{'op':null} | op, a string",
                "{'op':1} | op, a string",
                "{'op':['HEARTBEAT']} | op, a string",
                "{'op':'HEARTBEAT','data':1} | object or null",
                "{'op':'HEARTBEAT','data':[]} | object or null",
                "{'op':'HEARTBEAT','data':'x'} | object or null",
                "{'op':'HEARTBEAT','data':{'cursor':1}} | data.cursor",
                "{'op':'HEARTBEAT','data':{'cursor':{}}} | data.cursor",
                "{'op':'HEARTBEAT','data':{'cursor':'\\ud800'}} | data.cursor",
                "{'op':'IDENTIFY'} | data.token",
                "{'op':'IDENTIFY','data':null} | data.token",
                "{'op':'IDENTIFY','data':{}} | data.token",
                "{'op':'IDENTIFY','data':{'token':null}} | data.token",
                "{'op':'IDENTIFY','data':{'token':5}} | data.token",
                "{'op':'IDENTIFY','data':{'token':['t']}} | data.token",
                "{'op':'GUILD_SUBSCRIBE','data':{}} | data.guildId",
                "{'op':'GUILD_SUBSCRIBE','data':{'guildId':''}} | data.guildId",
                "{'op':'GUILD_SUBSCRIBE','data':{'guildId':17}} | data.guildId",
                "{'op':'GUILD_SUBSCRIBE','data':{'guildId':'\\ud800'}} | data.guildId",
                "{'op':'GUILD_SUBSCRIBE','data':{'guildId':'\\ude00\\ud83d'}} | data.guildId",
                "{'op':'GUILD_UNSUBSCRIBE','data':{'guildId':null}} | data.guildId",
                "{'op':'RESUME','data':{'cursor':'c','guilds':[]}} | data.token",
                "{'op':'RESUME','data':{'token':'t','guilds':[]}} | data.cursor",
                "{'op':'RESUME','data':{'token':'t','cursor':'c'}} | data.guilds",
                "{'op':'RESUME','data':{'token':'t','cursor':'c','guilds':null}} | data.guilds",
                "{'op':'RESUME','data':{'token':'t','cursor':'c','guilds':'g'}} | data.guilds",
                "{'op':'RESUME','data':{'token':'t','cursor':'c','guilds':{'g':[]}}} | data.guilds",
                "{'op':'RESUME','data':{'token':'t','cursor':'c','guilds':['g',1]}} | data.guilds",
                "{'op':'RESUME','data':{'token':'t','cursor':'c','guilds':['g',['h']]}} | data.guilds",
                "{'op':'RESUME','data':{'token':'t','cursor':'c','guilds':['g','']}} | data.guilds",
                "{'op':'RESUME','data':{'token':'t','cursor':'c','guilds':['\\udc00']}} | data.guilds"
            })
    void whatACommandLacksIsNamed(String json, String reason) {
        assertThat(decode(json)).isInstanceOfSatisfying(Malformed.class, malformed -> {
            assertThat(malformed.code()).isEqualTo(ErrorCode.BAD_REQUEST);
            assertThat(malformed.reason()).contains(reason);
        });
    }

    @Test
    void namesOverTheirLengthAreRefused() {
        refused(
                "{'op':'GUILD_SUBSCRIBE','data':{'guildId':'" + ID_64 + "x'},'id':1}",
                ErrorCode.BAD_REQUEST,
                new Number(1),
                "GUILD_SUBSCRIBE",
                "data.guildId");
        refused(
                "{'op':'HEARTBEAT','data':{'cursor':'" + CURSOR_200 + "c'}}",
                ErrorCode.BAD_REQUEST,
                null,
                "HEARTBEAT",
                "data.cursor");
        refused(
                "{'op':'RESUME','data':{'token':'t','cursor':'c','guilds':['" + ID_64 + "x']}}",
                ErrorCode.BAD_REQUEST,
                null,
                "RESUME",
                "data.guilds");
    }

    static Stream<Arguments> malformed() {
        Text id = new Text("i");
        return Stream.of(
                Arguments.of("{'op':'NO','id':'i'}", ErrorCode.UNKNOWN_OP, id, null),
                Arguments.of("{'op':'identify'}", ErrorCode.UNKNOWN_OP, null, null),
                Arguments.of("{'op':'READY','data':7}", ErrorCode.UNKNOWN_OP, null, null),
                Arguments.of("{'op':'IDENTIFY','data':[[]],'id':'i'}", ErrorCode.BAD_REQUEST, id, "IDENTIFY"),
                Arguments.of(
                        "{'data':{'guildId':[]},'id':'i','op':'GUILD_SUBSCRIBE'}",
                        ErrorCode.BAD_REQUEST,
                        id,
                        "GUILD_SUBSCRIBE"),
                Arguments.of("{'op':'HEARTBEAT','id':'i','x'}", ErrorCode.BAD_JSON, id, "HEARTBEAT"),
                Arguments.of("{'op':'HEARTBEAT','id':'i','data':{'id':!}}", ErrorCode.BAD_JSON, id, "HEARTBEAT"),
                Arguments.of(
                        "{'op':'HEARTBEAT','id':'i'}{'op':'HEARTBEAT','id':'j'}", ErrorCode.BAD_JSON, id, "HEARTBEAT"),
                Arguments.of("{'op':'HEARTBEAT','id':'i','id':'i'}", ErrorCode.BAD_JSON, null, "HEARTBEAT"),
                Arguments.of("{'id':'i','op':'HEARTBEAT','op':'IDENTIFY'}", ErrorCode.BAD_JSON, id, null),
                Arguments.of("{'op':'HEARTBEAT','id':12", ErrorCode.BAD_JSON, null, "HEARTBEAT"),
                Arguments.of("{'op':'NO',,", ErrorCode.BAD_JSON, null, null));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void malformedMessageIsAnsweredAsFarAsItCouldBeRead(String json, ErrorCode code, CommandId id, String op) {
        refused(json, code, id, op, "Send ");
    }

    @Test
    void reasonsNeverRepeatWhatTheClientSent() {
        assertThat(malformed().map(a -> decode((String) a.get()[0])))
                .allSatisfy(m -> assertThat(((Malformed) m).reason()).doesNotContain("'i'", "identify", "NO"));
    }

    @Test
    void buffersOfEveryKindAreReadAndLeftAsTheyAre() {
        byte[] json = "??{\"op\":\"HEARTBEAT\"}?".getBytes(UTF_8);
        ByteBuffer part = ByteBuffer.wrap(json, 2, json.length - 3);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(json.length).put(part.duplicate()).flip();

        for (ByteBuffer buffer : List.of(part, part.slice(), part.asReadOnlyBuffer(), direct)) {
            int position = buffer.position();
            assertThat(MessageDecoder.decode(buffer)).isEqualTo(new Heartbeat(null, null));
            assertThat(buffer.position()).isEqualTo(position);
        }
    }

    @Test
    void manyDistinctFieldsAreIgnored() {
        String fields =
                IntStream.range(0, 2_000).mapToObj(i -> "'f" + i + "':0,").collect(Collectors.joining());

        assertThat(decode("{" + fields + "'op':'HEARTBEAT'}")).isEqualTo(new Heartbeat(null, null));
    }

    private static void refused(String json, ErrorCode code, CommandId id, String op, String reason) {
        assertThat(decode(json)).isInstanceOfSatisfying(Malformed.class, malformed -> {
            assertThat(malformed.code()).isEqualTo(code);
            assertThat(malformed.id()).isEqualTo(id);
            assertThat(malformed.knownOp()).isEqualTo(op);
            assertThat(malformed.reason()).contains(reason).endsWith(".");
        });
    }

    private static ClientMessage decode(String json) {
        return MessageDecoder.decode(UTF_8.encode(json.replace('\'', '"')));
    }
}
