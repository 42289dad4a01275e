-- Reads the log after a place, up to a number of bytes; the end that it tells and the batches belong together.
--
-- KEYS: 1 meta, 2 log, 3 index, 4 kept
-- ARGV: 1 epoch, 2 seq, 3 tag of the place ('' for none: from the oldest batch on), 4 bytes that are enough
-- Answers { status, epoch, seq, tag, put, clamp, batches... }; all but the status are missing unless it is FOUND.
--       EMPTY: there is no log. LOST: the place should be here and isn't, or one of the keys.
--       clamp: '' or 'epoch ms': changes of earlier epochs than this one count as no later than that.
local log = ending(KEYS[1])
if not log then
    return { 'EMPTY' }
end
local _, lost = presence(KEYS[1], { KEYS[2], KEYS[3], KEYS[4] })
if lost or misses(log, KEYS[3], ARGV[1], tonumber(ARGV[2]), ARGV[3]) then
    return { 'LOST' }
end
local from = '-'
if ARGV[1] == log.epoch then
    from = text(tonumber(ARGV[2]) + 1) .. '-0'
end
-- The index says how many batches are enough, so that a few of the largest aren't read for nothing.
local bytes, count, at, enough = 0, 0, from, tonumber(ARGV[4])
repeat
    local some = redis.call('XRANGE', KEYS[3], at, '+', 'COUNT', 16)
    for _, batch in ipairs(some) do
        if bytes < enough then
            bytes, count = bytes + tonumber(batch[2][6]), count + 1
        end
        at = '(' .. batch[1]
    end
until #some < 16 or bytes >= enough
local found = { 'FOUND', log.epoch, text(log.seq), log.tag, log.put, log.clamp }
if count > 0 then
    for _, batch in ipairs(redis.call('XRANGE', KEYS[2], from, '+', 'COUNT', count)) do
        found[#found + 1] = batch[2][2]
    end
end
return found
