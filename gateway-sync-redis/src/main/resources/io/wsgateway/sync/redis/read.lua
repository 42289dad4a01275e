-- Reads the log behind a place, up to a number of bytes; the end that it tells and the batches belong together.
--
-- KEYS: 1 meta, 2 log, 3 index
-- ARGV: 1 epoch, 2 seq, 3 tag of the place ('' for none: from the oldest batch on), 4 bytes that are enough
-- Answers { status, epoch, seq, tag, put, batches... }; all but the status are missing unless it is FOUND.
--       EMPTY: there is no log. LOST: the place should be here and isn't.
local log = ending(KEYS[1])
if not log then
    return { 'EMPTY' }
end
if misses(log, KEYS[3], ARGV[1], tonumber(ARGV[2]), ARGV[3]) then
    return { 'LOST' }
end
local from = '-'
if ARGV[1] == log.epoch then
    from = text(tonumber(ARGV[2]) + 1) .. '-0'
end
local found, bytes, enough = { 'FOUND', log.epoch, text(log.seq), log.tag, log.put }, 0, tonumber(ARGV[4])
repeat
    local some = redis.call('XRANGE', KEYS[2], from, '+', 'COUNT', 16)
    for _, batch in ipairs(some) do
        found[#found + 1] = batch[2][2]
        bytes = bytes + #batch[2][2]
        from = '(' .. batch[1]
    end
until #some < 16 or bytes >= enough
return found
