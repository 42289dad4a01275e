// The client of the docs, on sockets and timers of the test's own: it gives up on nobody but whom the contract says.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { connect } from '../../../../docs/how-to/client.js';

let now, timers, sockets, said, tokens;

class FakeSocket {
  constructor() { this.sent = []; sockets.push(this); }
  send(text) { this.sent.push(JSON.parse(text)); }
  close() { this.closed = true; }
  op(name) { return this.sent.filter(message => message.op === name); }
  says(op, data, id) { this.onmessage({ data: JSON.stringify({ op, data, id }) }); }
  event(frame) { this.onmessage({ data: JSON.stringify(frame) }); }
}

const settled = async () => { for (let i = 0; i < 10; i++) await Promise.resolve(); };

async function pass(ms) {
  const end = now + ms;
  for (;;) {
    const next = [...timers.values()].sort((a, b) => a.at - b.at)[0];
    if (!next || next.at > end) break;
    now = next.at;
    next.every ? (next.at += next.every) : timers.delete(next.id);
    next.act();
    await settled();
  }
  now = end;
  await settled();
}

function timer(act, ms, args, every) {
  const id = { at: now + ms, act: () => act(...args), every };
  timers.set(id, Object.assign(id, { id }));
  return id;
}

beforeEach(() => {
  now = 0; timers = new Map(); sockets = []; said = []; tokens = [];
  globalThis.WebSocket = FakeSocket;
  globalThis.setTimeout = (act, ms, ...args) => timer(act, ms, args);
  globalThis.setInterval = (act, ms, ...args) => timer(act, ms, args, ms);
  globalThis.clearTimeout = globalThis.clearInterval = id => timers.delete(id);
});

const client = (token = async () => 'jwt') => connect('ws://gateway', {
  token: fresh => { tokens.push(fresh); return token(fresh); },
  guilds: ['a', 'b'],
  onEvent: frame => said.push(frame.event),
  onLoad: guild => said.push('load ' + (guild ?? 'everything')),
  onRefused: (guild, code) => said.push(`refused ${guild} ${code}`),
  onEnd: code => said.push('end ' + code),
  onState: state => said.push(state),
});

const last = () => sockets[sockets.length - 1];

/** Until the client has opened its next socket, and no longer: one that stays silent is left after 10 s. */
async function next() {
  const before = sockets.length;
  for (let waited = 0; sockets.length === before && waited < 60_000; waited += 100) await pass(100);
  assert.equal(sockets.length, before + 1);
}

const ready = async (cursor = 'c1') => {
  last().onopen();
  await settled();
  last().says('READY', { heartbeatIntervalMs: 30000, cursor }, 'identify');
};

test('subscribes once READY, and loads what was acknowledged', async () => {
  client();
  await ready();
  assert.deepEqual(last().op('GUILD_SUBSCRIBE').map(m => m.data.guildId), ['a', 'b']);
  last().says('GUILD_SUBSCRIBED', { guildId: 'a', cursor: 'c2' }, 'a');
  assert.deepEqual(said, ['connecting', 'ready', 'load a']);
});

test('a server that accepts and stays silent is left after 10 s', async () => {
  client();
  last().onopen();
  await pass(9_999);
  assert.equal(sockets.length, 1);
  await pass(3_000);
  assert.equal(sockets[0].closed, true);
  assert.equal(sockets.length, 2);
});

test('so is one that never opens, and a token that never comes', async () => {
  client(() => new Promise(() => {}));
  await pass(12_000);
  assert.equal(sockets.length, 2);
  last().onopen();
  await pass(13_000);
  assert.equal(sockets.length, 3);
});

test('a token that throws is asked for again', async () => {
  client(async () => { throw new Error('500'); });
  last().onopen();
  await settled();
  await pass(3_000);
  assert.equal(sockets.length, 2);
  assert.equal(sockets[0].sent.length, 0);
});

test('after 4004 a fresh token is tried once, and only then it gives up', async () => {
  client();
  last().onopen();
  await settled();
  last().onclose({ code: 4004 });
  await pass(1_000);
  last().onopen();
  await settled();
  assert.deepEqual(tokens, [false, true]);
  last().onclose({ code: 4004 });
  await pass(60_000);
  assert.equal(sockets.length, 2);
  assert.equal(said.pop(), 'end 4004');
});

test('READY in between makes the next 4004 the first again', async () => {
  client();
  for (let i = 0; i < 3; i++) {
    last().onopen();
    await settled();
    last().onclose({ code: 4004 });
    await next();
    await ready();
    last().onclose({ code: 4103 });
    await next();
  }
  assert.ok(!said.some(what => what.startsWith('end')));
});

test('resumes with what was acknowledged, from the last cursor seen', async () => {
  client();
  await ready();
  last().says('GUILD_SUBSCRIBED', { guildId: 'a', cursor: 'c2' }, 'a');
  last().event({ event: 'message.create', guildId: 'a', data: {}, cursor: 'c3' });
  last().onclose({ code: 1006 });
  await pass(2_000);
  last().onopen();
  await settled();
  assert.deepEqual(last().sent[0].data, { token: 'jwt', cursor: 'c3', guilds: ['a'] });
  last().says('READY', { heartbeatIntervalMs: 30000, cursor: 'c3' });
  last().says('RESUMED', { recovered: false, guilds: ['a'], refused: [], cursor: 'c9' });
  assert.equal(said.pop(), 'load everything');
  assert.deepEqual(last().op('GUILD_SUBSCRIBE').map(m => m.data.guildId), ['b']);
});

test('42xx starts afresh, 43xx stays away', async () => {
  client();
  await ready();
  last().onclose({ code: 4200 });
  await pass(2_000);
  last().onopen();
  await settled();
  assert.equal(last().sent[0].op, 'IDENTIFY');
  last().onclose({ code: 4300 });
  await pass(60_000);
  assert.equal(sockets.length, 2);
});

test('a refused subscription is told, a retryable one asked for again', async () => {
  client();
  await ready();
  last().says('ERROR', { op: 'GUILD_SUBSCRIBE', code: 'FORBIDDEN', retryable: false }, 'a');
  last().says('ERROR', { op: 'GUILD_SUBSCRIBE', code: 'UNAVAILABLE', retryable: true, retryAfterMs: 700 }, 'b');
  assert.equal(said.pop(), 'refused a FORBIDDEN');
  await pass(700);
  assert.deepEqual(last().op('GUILD_SUBSCRIBE').map(m => m.data.guildId), ['a', 'b', 'b']);
});

test('events of guilds that only another tab asked for are left out', async () => {
  client();
  await ready();
  last().event({ event: 'message.create', guildId: 'other', data: {}, cursor: 'c2' });
  last().event({ event: 'user.update', data: {}, cursor: 'c3' });
  assert.deepEqual(said.slice(2), ['user.update']);
});

test('answers HEARTBEAT at once, and takes a link without acknowledgement for dead', async () => {
  client();
  await ready();
  last().says('HEARTBEAT', null);
  assert.equal(last().op('HEARTBEAT').length, 1);
  await pass(30_000);
  assert.equal(last().op('HEARTBEAT').length, 2);
  await pass(32_000);
  assert.equal(sockets.length, 2);
});

test('a new token before the old one expires', async () => {
  client();
  await ready();
  last().says('TOKEN_EXPIRING', { expiresAt: '2026-01-01T00:00:00Z' });
  await pass(0);
  assert.deepEqual(tokens, [false, true]);
  assert.equal(last().op('IDENTIFY').length, 2);
  last().says('READY', { heartbeatIntervalMs: 30000, cursor: 'c2' }, 'identify');
  assert.equal(last().op('GUILD_SUBSCRIBE').length, 2);
});

test('a new token is fetched at some time within half of what the old one has left', async () => {
  client();
  await ready();
  last().says('TOKEN_EXPIRING', { expiresAt: new Date(Date.now() + 60_000).toISOString() });
  await pass(14_000);
  assert.equal(last().op('IDENTIFY').length, 1);
  await pass(16_000);
  assert.equal(last().op('IDENTIFY').length, 2);
});

test('a new token that is not to be had, or comes too fast, is tried again', async () => {
  let down = false;
  client(async () => { if (down) throw new Error('500'); return 'jwt'; });
  await ready();
  down = true;
  last().says('TOKEN_EXPIRING', { expiresAt: '2026-01-01T00:00:00Z' });
  await pass(0);
  down = false;
  await pass(5_000);
  assert.equal(last().op('IDENTIFY').length, 2);
  last().says('ERROR', { op: 'IDENTIFY', code: 'RATE_LIMITED', retryable: true, retryAfterMs: 6000 }, 'identify');
  await pass(6_000);
  assert.equal(last().op('IDENTIFY').length, 3);
  assert.equal(sockets.length, 1);
});

test('after 4103 it resumes with a fresh token', async () => {
  client();
  await ready();
  last().onclose({ code: 4103 });
  await next();
  last().onopen();
  await settled();
  assert.deepEqual(tokens, [false, true]);
  assert.equal(last().sent[0].op, 'RESUME');
});

test('after 4008 it waits for 5 s', async () => {
  client();
  await ready();
  last().onclose({ code: 4008 });
  await pass(4_999);
  assert.equal(sockets.length, 1);
  await pass(1);
  assert.equal(sockets.length, 2);
});

test('subscriptions that came too fast are asked for again within the minute, not all at once', async () => {
  client();
  await ready();
  for (const id of ['a', 'b']) last().says('ERROR', { op: 'GUILD_SUBSCRIBE', code: 'RATE_LIMITED', retryable: true, retryAfterMs: 200 }, id);
  const times = [...timers.values()].filter(timer => !timer.every).map(timer => timer.at);
  assert.equal(times.length, 2);
  assert.notEqual(times[0], times[1]);
  assert.ok(times.every(at => at >= 200 && at < 60_200));
});

test('a heartbeat that came too fast is a sign of life', async () => {
  client();
  await ready();
  await pass(30_000);
  last().says('ERROR', { op: 'HEARTBEAT', code: 'RATE_LIMITED', retryable: true, retryAfterMs: 200 });
  await pass(30_000);
  assert.equal(sockets.length, 1);
});

test('subscribes and unsubscribes later on', async () => {
  const gateway = client();
  gateway.unsubscribe('b');
  await ready();
  gateway.subscribe('c');
  last().says('GUILD_SUBSCRIBED', { guildId: 'c', cursor: 'c2' }, 'c');
  gateway.unsubscribe('c');
  assert.deepEqual(last().sent.slice(1).map(m => [m.op, m.data.guildId]),
    [['GUILD_SUBSCRIBE', 'a'], ['GUILD_SUBSCRIBE', 'c'], ['GUILD_UNSUBSCRIBE', 'c']]);
});

test('closed is closed: nothing comes back', async () => {
  const gateway = client();
  await ready();
  gateway.close();
  last().onclose({ code: 1000 });
  await pass(120_000);
  assert.equal(sockets.length, 1);
});
