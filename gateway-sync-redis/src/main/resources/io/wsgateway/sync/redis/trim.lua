-- Makes room in a Redis that is full: what left the window leaves, which nothing else would do, since an append is refused
-- before it trims. Appends nothing, so it proves nothing of Redis. It begins with writes that a full Redis takes, and the last
-- one passes behind them.
--
-- KEYS: 1 meta, 2 log, 3 index, 4 kept
-- ARGV: 1 ms and 2 bytes that the log keeps, 3 ms in front of which nothing is kept
-- Answers how many batches and changes have left, and how late it is, ms.
local meta, stream, index, kept = unpack(KEYS)
local millis = math.floor(clock() / 1000)
local log, gone = ending(meta), 0
if log then
    local cursor
    cursor, gone = forget(kept, log.scan, 1000, tonumber(ARGV[3]))
    local past = leaving(log, index, math.max(log.when, millis) - tonumber(ARGV[1]), tonumber(ARGV[2]))
    if past then
        gone = gone + redis.call('XTRIM', stream, 'MINID', past)
        redis.call('XTRIM', index, 'MINID', past)
        redis.call('HSET', meta, 'bytes', text(log.bytes))
    end
    redis.pcall('HSET', meta, 'scan', cursor) -- refused where nothing has left: the same piece is looked at again
end
return { text(gone), text(log and math.max(log.when, millis) or millis) }
