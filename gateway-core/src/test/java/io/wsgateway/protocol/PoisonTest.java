package io.wsgateway.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.protocol.Envelope.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is never delivered. In the JSON of these tables, single quotes stand for double ones. */
class PoisonTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // no event
                "{'guildId':'g','data':{}} | Send event",
                "{'event':null,'guildId':'g','data':{}} | Send event",
                "{'event':'','guildId':'g','data':{}} | event name of 1 to 128",
                "{'event':'\\ud800','guildId':'g','data':{}} | event name of 1 to 128",
                // no, several or an empty audience
                "{'event':'x','data':{}} | exactly one audience",
                "{'event':'x','everyone':false,'data':{}} | exactly one audience",
                "{'event':'x','guildId':null,'data':{}} | exactly one audience",
                "{'event':'x','exceptUserIds':['u'],'data':{}} | exactly one audience",
                "{'event':'x','guildId':'g','userIds':['u'],'data':{}} | exactly one audience",
                "{'event':'x','guildId':'g','guildIds':['g'],'data':{}} | exactly one audience",
                "{'event':'x','guildId':'g','everyone':true,'data':{}} | exactly one audience",
                "{'event':'x','userIds':['u'],'everyone':true,'data':{}} | exactly one audience",
                "{'event':'x','guildId':'g','userIds':[],'data':{}} | exactly one audience",
                "{'event':'x','guildIds':[],'data':{}} | at least one id in guildIds",
                "{'event':'x','userIds':[],'data':{}} | at least one id in userIds",
                "{'event':'x','userIds':['u'],'exceptUserIds':['v'],'data':{}} | leave these users out of userIds",
                // ids that can't be
                "{'event':'x','guildId':'','data':{}} | 1 to 64 characters in guildId",
                "{'event':'x','guildIds':['g',''],'data':{}} | 1 to 64 characters in guildIds",
                "{'event':'x','userIds':['\\ud800'],'data':{}} | 1 to 64 characters in userIds",
                "{'event':'x','everyone':true,'exceptUserIds':[''],'data':{}} | 1 to 64 characters in exceptUserIds",
                "{'event':'x','guildId':'g','exceptUserIds':[''],'data':{}} | 1 to 64 characters in exceptUserIds",
                "{'event':'x','guildId':'g','id':'','data':{}} | id (message_id) of 1 to 255",
                "{'event':'x','guildId':'g','id':'\\udc00','data':{}} | id (message_id) of 1 to 255",
                "{'event':'x','guildId':'g','routingKey':'','data':{}} | routingKey of 1 to 255",
                // wrong types
                "{'event':1,'guildId':'g','data':{}} | event as a string",
                "{'event':['x'],'guildId':'g','data':{}} | event as a string",
                "{'event':'x','guildId':7,'data':{}} | guildId as a string",
                "{'event':'x','guildId':['g'],'data':{}} | guildId as a string",
                "{'event':'x','guildIds':'g','data':{}} | guildIds as an array",
                "{'event':'x','guildIds':['g',1],'data':{}} | every id in guildIds as a string",
                "{'event':'x','guildIds':['g',null],'data':{}} | every id in guildIds as a string",
                "{'event':'x','userIds':{'u':1},'data':{}} | userIds as an array",
                "{'event':'x','userIds':[['u']],'data':{}} | every id in userIds as a string",
                "{'event':'x','everyone':'true','data':{}} | everyone as true or false",
                "{'event':'x','everyone':1,'data':{}} | everyone as true or false",
                "{'event':'x','everyone':true,'exceptUserIds':'u','data':{}} | exceptUserIds as an array",
                "{'event':'x','guildId':'g','ephemeral':'true','data':{}} | ephemeral as true or false",
                "{'event':'x','guildId':'g','id':1,'data':{}} | id as a string",
                "{'event':'x','guildId':'g','routingKey':1,'data':{}} | routingKey as a string",
                // data
                "{'event':'x','guildId':'g'} | data that is a JSON object",
                "{'event':'x','guildId':'g','data':null} | data that is a JSON object",
                "{'event':'x','guildId':'g','data':[]} | data that is a JSON object",
                "{'event':'x','guildId':'g','data':'{}'} | data that is a JSON object",
                "{'event':'x','guildId':'g','data':1} | data that is a JSON object",
                // keys twice
                "{'event':'x','guildId':'g','guildId':'g','data':{}} | no key twice",
                "{'event':'x','guildId':'g','data':{},'data':{}} | no key twice",
                "{'event':'x','guildId':'g','data':{},'x':1,'x':1} | no key twice",
                "{'event':'x','guildId':'g','gu\\u0069ldId':'g','data':{}} | no key twice",
                "{'event':'x','guildId':'g','data':{'a':1,'a':1}} | no key twice",
                "{'event':'x','guildId':'g','data':{'a':[{'b':{'c':1,'c':2}}]}} | no key twice",
                // not one JSON object
                "[] | body that is a JSON object",
                "null | body that is a JSON object",
                "'x' | body that is a JSON object",
                "{'event':'x','guildId':'g','data':{}} {} | nothing behind",
                "{'event':'x','guildId':'g','data':{}}} | valid JSON",
                "{'event':'x','guildId':'g','data':{} | valid JSON",
                "{'event':'x','guildId':'g','data':{'a':} } | valid JSON",
                "{'event':'x','guildId':'g','data':{'a':01}} | valid JSON",
                "{'event':'x','guildId':'g','data':{'a':NaN}} | valid JSON",
                "{'event':'x','guildId':'g','data':{'a':'\\x'}} | valid JSON",
                "{'event':'x','guildId':'g','data':{a:1}} | valid JSON",
                "{'event':'x','guildId':'g','data':{'a':1,}} | valid JSON",
                "{'event':'x','guildId':'g','data':{/**/}} | valid JSON",
                "hello | line 1, column",
                // membership
                "{'event':'guild.create','guildId':'g','data':{'guildId':'g'}} | guild.create to userIds",
                "{'event':'guild.create','everyone':true,'data':{'guildId':'g'}} | guild.create to userIds",
                "{'event':'guild.create','userIds':['u'],'data':{}} | guild.create with its guild",
                "{'event':'guild.create','userIds':['u'],'data':{'guild':{},'guildId':null}} | guild.create with its guild",
                "{'event':'guild.create','userIds':['u'],'data':{'x':{'guildId':'g'}}} | guild.create with its guild",
                "{'event':'guild.create','userIds':['u'],'data':{'guildId':7}} | as a string of 1 to 64",
                "{'event':'guild.create','userIds':['u'],'data':{'guildId':''}} | as a string of 1 to 64",
                "{'event':'guild.create','userIds':['u'],'data':{'guildId':'g','guild':{'_id':7}}} | as a string of 1 to 64",
                "{'event':'guild.create','userIds':['u'],'data':{'guildId':'g','guild':{'_id':'h'}}} | the same guild",
                "{'event':'guild.delete','userIds':['u'],'data':{}} | guild.delete with its guild",
                "{'event':'guild.delete','everyone':true,'data':{'guildId':'g'}} | guild.delete to userIds",
                "{'event':'guild.delete','guildIds':['g','h'],'data':{'guildId':'g'}} | guild.delete to userIds",
                "{'event':'guild.delete','guildId':'g','exceptUserIds':['u'],'data':{}} | without exceptUserIds",
                "{'event':'guild.delete','guildId':'g','data':{'guildId':'h'}} | same guild in guildId and in data",
                "{'event':'guild.delete','guildId':'g','data':{'guild':{'_id':'h'}}} | same guild in guildId and in data",
            })
    void bodyThatBreaksARuleIsPoison(String body, String reason) {
        poison(body.replace('\'', '"').getBytes(UTF_8), reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00c0\u00af",
                "\u00c1\u00bf",
                "\u00e0\u009f\u00bf",
                "\u00f0\u008f\u00bf\u00bf", // overlong
                "\u00ed\u00a0\u0080",
                "\u00ed\u00bf\u00bf",
                "\u00ed\u00a0\u00bd\u00ed\u00b8\u0080", // surrogates
                "\u00f4\u0090\u0080\u0080",
                "\u00f5\u0080\u0080\u0080",
                "\u00fe",
                "\u00ff", // beyond U+10FFFF
                "\u0080",
                "\u00c3",
                "\u00e2\u0082",
                "\u00f0\u009f\u0098",
                "\u00c3(" // alone or cut off
            })
    void bytesThatAreNotUtf8ArePoisonInEveryPlace(String bytes) {
        for (String body : new String[] {
            "{'event':'x%s','guildId':'g','data':{}}",
            "{'event':'x','guildId':'g%s','data':{}}",
            "{'event':'x','guildId':'g','data':{'a':'%s'}}",
            "{'event':'x','guildId':'g','data':{'%s':1}}",
            "{'event':'x','guildId':'g','data':{},'ignored':'%s'}",
            "{'event':'x','guildId':'g','data':{}}%s"
        }) {
            poison(body.formatted(bytes).replace('\'', '"').getBytes(ISO_8859_1), "valid UTF-8");
        }
    }

    @Test
    void byteOrderMarkIsPoison() {
        poison("\ufeff{\"event\":\"x\",\"guildId\":\"g\",\"data\":{}}".getBytes(UTF_8), "byte order mark");
    }

    @Test
    void otherEncodingsArePoison() {
        String body = "{\"event\":\"x\",\"guildId\":\"g\",\"data\":{}}";

        poison(body.getBytes(UTF_16BE), "valid JSON");
        poison(body.getBytes(UTF_16LE), "valid JSON");
    }

    @Test
    void bodyOver64KiBIsPoison() {
        String around = "{\"event\":\"x\",\"guildId\":\"g\",\"data\":{\"a\":\"\"}}";
        String full = around.replace("\"\"", "\"" + "-".repeat(65_536 - around.length()) + "\"");

        assertThat(EnvelopeTest.event(full).data().length()).isGreaterThan(65_000);
        poison((full + " ").getBytes(UTF_8), "at most 65536 bytes, not 65537");
    }

    @Test
    void namesOverTheirLengthArePoison() {
        poison(("{\"event\":\"x\",\"guildId\":\"" + "g".repeat(65) + "\",\"data\":{}}").getBytes(UTF_8), "guildId");
        poison(("{\"event\":\"" + "x".repeat(129) + "\",\"guildId\":\"g\",\"data\":{}}").getBytes(UTF_8), "event name");
        poison(body(",\"id\":\"" + "i".repeat(256) + "\""), "message_id");
        poison(body(",\"id\":\"" + "é".repeat(128) + "\""), "id (message_id) of 1 to 255 bytes");
        poison(body(",\"routingKey\":\"" + "ş".repeat(128) + "\""), "routingKey of 1 to 255 bytes");
    }

    @Test
    void nestingIsLimitedTo64Levels() {
        String deepest = "[".repeat(62) + "]".repeat(62);

        EnvelopeTest.event("{'event':'x','guildId':'g','data':{'a':" + deepest + "}}");
        poison(
                ("{\"event\":\"x\",\"guildId\":\"g\",\"data\":{\"a\":[" + deepest + "]}}").getBytes(UTF_8),
                "at most 64 levels");
    }

    private static byte[] body(String more) {
        return ("{\"event\":\"x\",\"guildId\":\"g\",\"data\":{}" + more + "}").getBytes(UTF_8);
    }

    private static void poison(byte[] body, String reason) {
        assertThat(Envelope.read(body, 0, body.length, null, null))
                .isInstanceOfSatisfying(
                        Reading.Poison.class,
                        poison -> assertThat(poison.reason())
                                .startsWith("Send ")
                                .contains(reason)
                                .endsWith("."));
    }
}
