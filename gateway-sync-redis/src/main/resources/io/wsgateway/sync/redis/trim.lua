-- Makes room in a Redis that is full: what left the window leaves, which nothing else would do, since an append is refused
-- before it trims. Appends nothing, so it proves nothing of Redis. It begins with writes that a full Redis takes, and the last
-- one passes behind them.
--
-- KEYS: 1 meta, 2 log, 3 index, 4 kept
-- ARGV: 1 ms and 2 bytes that the log keeps, 3 ms that kept keeps
-- Answers how many batches and changes have left.
local meta, stream, index, kept = unpack(KEYS)
local millis = math.floor(clock() / 1000)
local gone = redis.call('XTRIM', kept, 'MINID', text(math.max(millis - tonumber(ARGV[3]), 0)))
local log = ending(meta)
if log then
    local past = leaving(log, index, math.max(log.when, millis) - tonumber(ARGV[1]), tonumber(ARGV[2]))
    if past then
        gone = gone + redis.call('XTRIM', stream, 'MINID', past)
        redis.call('XTRIM', index, 'MINID', past)
        redis.call('HSET', meta, 'bytes', text(log.bytes))
    end
end
return text(gone)
