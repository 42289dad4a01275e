// Stays connected, resumes what it missed, and says when state has to be loaded (again).
//   token: async function that gives a JWT        guilds: ids to subscribe to
//   onEvent(frame)   onLoad(guildId): load this guild's state now; without a guild: everything   onEnd(code): it gave up
export function connect(url, { token, guilds, onEvent, onLoad, onEnd }) {
  const wanted = new Set(guilds);
  let socket, timer, cursor, acked, subscribed = new Set(), failures = 0;
  const send = (op, data, id) => socket.send(JSON.stringify({ op, data, id }));
  const subscribe = () => wanted.forEach(id => subscribed.has(id) || send('GUILD_SUBSCRIBE', { guildId: id }, id));

  const handlers = {
    READY(data) {
      timer = setInterval(beat, data.heartbeatIntervalMs);
      if (!cursor) { subscribed.clear(); subscribe(); }
    },
    RESUMED(data) {
      data.refused.forEach(id => wanted.delete(id));
      subscribed = new Set(data.guilds);
      subscribe();
      if (!data.recovered) onLoad();
    },
    GUILD_SUBSCRIBED(data) { subscribed.add(data.guildId); onLoad(data.guildId); },
    HEARTBEAT_ACK() { acked = true; failures = 0; },
    HEARTBEAT() { send('HEARTBEAT', null); }, // asked for where a hidden page's timers sleep
    GAP() { onLoad(); },
    RECONNECT(data) { setTimeout(lost, data.afterMs, socket, 1000); },
    ERROR(data, id) { data.op === 'GUILD_SUBSCRIBE' ? wanted.delete(id) : lost(socket, 1006); },
  };

  function beat() {
    if (!acked) return lost(socket, 1006); // no answer to the last one: the link is dead
    acked = false;
    send('HEARTBEAT', null);
  }

  function lost(which, code) {
    if (which !== socket) return; // an older connection's news
    clearInterval(timer);
    socket = undefined;
    which.close();
    if (code === 4004 || (code >= 4300 && code < 4400)) return onEnd(code);
    if (code >= 4200 && code < 4300) cursor = undefined; // start afresh
    setTimeout(open, Math.min(30_000, 1000 * 2 ** failures++) * (0.5 + Math.random() / 2));
  }

  function open() {
    if (socket === null) return; // closed meanwhile
    const mine = (socket = new WebSocket(url));
    acked = true;
    mine.onclose = ({ code }) => lost(mine, code);
    mine.onopen = async () => {
      const jwt = await token().catch(() => mine.close());
      if (!jwt || mine !== socket) return;
      if (cursor) send('RESUME', { token: jwt, cursor, guilds: [...subscribed] });
      else send('IDENTIFY', { token: jwt }, 'identify');
    };
    mine.onmessage = ({ data: text }) => {
      if (mine !== socket) return;
      const frame = JSON.parse(text);
      frame.event ? onEvent(frame) : handlers[frame.op]?.(frame.data, frame.id);
      cursor = frame.cursor ?? (frame.op && frame.data?.cursor) ?? cursor;
    };
  }

  open();
  return { close() { const last = socket; socket = null; clearInterval(timer); last?.close(1000); } };
}
