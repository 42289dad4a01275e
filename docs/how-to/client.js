// Stays connected, resumes what it missed, and says when state has to be loaded (again).
//   token(fresh): async function that gives a JWT, or throws; fresh: the last one was refused or ends, so don't take it from a cache
//   guilds: ids to subscribe to            onEvent(frame)            onEnd(code): it gave up, only a new token helps
//   onLoad(guildId): load this guild's state now; without a guild: everything
//   onRefused(guildId, code): the gateway doesn't let us            onState('connecting' | 'ready' | 'waiting')
export function connect(url, options) {
  const { token, onEvent, onLoad, onEnd, onRefused = () => {}, onState = () => {} } = options;
  const wanted = new Set(options.guilds);
  let socket, timers = [], cursor, acked, ready, stale = false, refusals = 0, failures = 0, subscribed = new Set();
  const send = (op, data, id) => socket.send(JSON.stringify({ op, data, id }));
  const ask = id => send('GUILD_SUBSCRIBE', { guildId: id }, id);
  const missing = () => [...wanted].filter(id => !subscribed.has(id));

  const handlers = {
    READY(data) {
      if (ready) return; // the answer to a new token
      ready = true;
      refusals = 0;
      stale = false;
      clearTimeout(timers.shift());
      timers.push(setInterval(beat, data.heartbeatIntervalMs));
      onState('ready');
      if (!cursor) { subscribed.clear(); missing().forEach(ask); }
    },
    RESUMED(data) {
      subscribed = new Set(data.guilds);
      data.refused.forEach(id => refused(id, 'FORBIDDEN'));
      data.guilds.filter(id => !wanted.has(id)).forEach(leave);
      missing().forEach(ask);
      if (!data.recovered) onLoad();
    },
    GUILD_SUBSCRIBED({ guildId }) {
      if (!wanted.has(guildId)) return leave(guildId); // not any more
      subscribed.add(guildId);
      onLoad(guildId);
    },
    HEARTBEAT_ACK() { acked = true; failures = 0; },
    HEARTBEAT() { send('HEARTBEAT', null); }, // asked for where a hidden page's timers sleep
    GAP() { onLoad(); },
    RECONNECT(data) { later(data.afterMs, lost, socket, 1000); },
    TOKEN_EXPIRING({ expiresAt }) { // without a new one the gateway closes with 4103; tokens of a thousand clients may end at once
      const left = Math.min(60_000, Math.max(0, Date.parse(expiresAt) - Date.now()));
      later(left / 2 * (0.5 + Math.random() / 2), renew);
    },
    ERROR(data, id) {
      acked = true; // to whatever it is: the link lives
      const wait = data.retryAfterMs ?? 5000;
      // Of many that came too fast each has its own time, in the minute in which there is room for them.
      const spread = data.code === 'RATE_LIMITED' ? Math.random() * 60_000 : 0;
      if (data.op === 'GUILD_SUBSCRIBE') {
        if (!data.retryable) refused(id, data.code);
        else later(wait + spread, () => wanted.has(id) && !subscribed.has(id) && ask(id));
      } else if (!ready) lost(socket, 1006, data.retryAfterMs); // to IDENTIFY or RESUME: try again
      else if (data.op === 'IDENTIFY' && data.retryable) later(wait, renew);
    },
  };

  const later = (ms, act, ...args) => timers.push(setTimeout(act, ms, ...args));
  const leave = id => { subscribed.delete(id); send('GUILD_UNSUBSCRIBE', { guildId: id }); };
  const refused = (id, code) => { wanted.delete(id); onRefused(id, code); };

  function renew() {
    const mine = socket;
    identify(mine, true).catch(() => mine === socket && later(5000, renew));
  }

  function beat() {
    if (!acked) return lost(socket, 1006); // no answer to the last one: the link is dead
    acked = false;
    send('HEARTBEAT', null);
  }

  function lost(which, code, atLeast = code === 4008 ? 5000 : 0) {
    if (which !== socket) return; // an older connection's news
    timers.forEach(clearTimeout);
    timers = [];
    socket = undefined;
    which.close();
    if ((code >= 4300 && code < 4400) || (code === 4004 && ++refusals > 1)) return onEnd(code);
    if (code >= 4200 && code < 4300) cursor = undefined; // start afresh
    stale ||= code === 4004 || code === 4103;
    onState('waiting');
    later(Math.max(atLeast, Math.min(30_000, 1000 * 2 ** failures++) * (0.5 + Math.random() / 2)), open);
  }

  async function identify(mine, fresh) {
    const jwt = await token(fresh);
    if (mine !== socket) return;
    if (cursor && !ready) send('RESUME', { token: jwt, cursor, guilds: [...subscribed] });
    else send('IDENTIFY', { token: jwt }, 'identify');
  }

  function open() {
    const mine = (socket = new WebSocket(url));
    acked = true;
    ready = false;
    timers = [setTimeout(lost, 10_000, mine, 1006)]; // from here to READY, whatever is silent
    onState('connecting');
    mine.onclose = ({ code }) => lost(mine, code);
    mine.onopen = () => identify(mine, stale).catch(() => lost(mine, 1006));
    mine.onmessage = ({ data: text }) => {
      if (mine !== socket) return;
      const frame = JSON.parse(text);
      if (!frame.event) handlers[frame.op]?.(frame.data, frame.id);
      else if (!frame.guildId || wanted.has(frame.guildId)) onEvent(frame); // not those that another tab asked for
      cursor = frame.cursor ?? (frame.op && frame.data?.cursor) ?? cursor;
    };
  }

  open();
  return {
    subscribe(id) { wanted.add(id); if (ready && !subscribed.has(id)) ask(id); },
    unsubscribe(id) { wanted.delete(id); if (ready && subscribed.has(id)) leave(id); },
    close() { const last = socket; socket = null; timers.forEach(clearTimeout); last?.close(1000); },
  };
}
