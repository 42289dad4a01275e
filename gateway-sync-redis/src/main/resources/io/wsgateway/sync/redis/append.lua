-- Appends one batch, all or nothing. Redis doesn't roll a script back, so the order of the writes is what keeps that:
-- 1. The first write proves that Redis takes writes at all and lets this user HSET; refused, nothing has changed. It must be
--    one that Redis refuses when memory is full: behind an XTRIM or UNLINK Redis lets every later write of a script pass, and
--    a full Redis would grow. So it is trim.lua, called after such a refusal, that makes room.
-- 2. HSET of kept, XADD of log and index. If one is refused the log is as it was, and no id or answer calls a retry a repeat.
-- 3. The other HSETs: the log's end, the partition's answer, the ids.
-- 4. What the log can do without for a while (publishing, trimming) may be refused, which is only answered.
--
-- KEYS: 1 meta, 2 log, 3 index, 4 kept, 5 ids, 6 older ids, 7 partition
--       without a partition (nobody is fenced): 7.. others that may not be missing
-- ARGV: 1 token, 2 batch number (both '' without a partition)
--       3 epoch, 4 seq, 5 tag of the place that the caller knows ('' for none)
--       6 this batch's tag; 7 tail and 8 tag of a new epoch, should one begin
--       9 channel, 10 ms and 11 bytes that the log keeps, 12 ms in front of which nothing is kept
--       13 the caller's clock, ms
--       14 body: per entry its length (4 bytes, big-endian) and its bytes
--       15 number of entries
--       16.. per entry: 'k' (also kept) or '.', 8 hex digits of its body's hash, its id (nothing: always new)
--       then per entry that is also kept: sign ('+', '-' or '!'), ms (with '!'; '': the time that counts for this change), number
--       of fields, fields
-- Answers { status, answer, put, refused }:
--       FENCED: a later claim owns the partition, or Redis has lost this one. STALE: a batch that was answered long ago.
--       DONE: answer is 'epoch seq tag when changedAt verdicts', the log's end behind this batch and per entry
--       '.' appended, 'r' repeated, 'x' id reused for another body. put counts what came back into kept;
--       refused is Redis' reason why something of 4. was not done; CLOCK: the log's times were far ahead of the clocks;
--       or LOST and the key that was missing.
local meta, stream, index, kept, ids, older = unpack(KEYS)
local partition = ARGV[1] ~= '' and KEYS[7] or nil
local BODY, HEADS = 14, 16
local entries = tonumber(ARGV[15])

local micros = clock()
local millis = math.floor(micros / 1000)
local log = ending(meta)

if partition then
    local p = redis.call('HMGET', partition, 'token', 'batch', 'answer')
    if p[1] ~= ARGV[1] then
        -- Also where there is none, or an earlier one: nobody can tell whether a later one is lost with it.
        return { 'FENCED', '', '', '' }
    end
    if p[2] then
        local done, batch = tonumber(p[2]), tonumber(ARGV[2])
        if batch == done then
            -- Changes nothing, and is a write: WAIT knows of no others, and the caller has to know that a replica has
            -- this batch too.
            redis.call('HSET', partition, 'token', ARGV[1])
            return { 'DONE', p[3], log and log.put or '0', '' }
        elseif batch < done then
            return { 'STALE', '', '', '' }
        end
    end
end

local refused = ''
local function whileAllowed(...)
    local answer = redis.pcall(...)
    if type(answer) == 'table' and answer.err then
        refused = answer.err
        return false
    end
    return true
end

-- Times in an epoch never go back: followers look them up in order. A time that is far beyond both clocks was taken from a
-- clock that has been set right since; staying there would give each change a time that beats every fresh token, and nothing
-- would leave the window. So that ends the epoch too. Two clocks, since one that fell far back may be the wrong one, and
-- changes with too early a time lose to tokens from before them.
local caller = tonumber(ARGV[13])
local latest = math.max(millis, caller)
local ahead = log and log.when > latest + APART_MILLIS

local watched = {}
for i = 2, #KEYS do
    watched[i - 1] = KEYS[i]
end
local known, lost = presence(meta, watched)

local place = { epoch = ARGV[3], seq = tonumber(ARGV[4]), tag = ARGV[5] }
if not log or ahead or lost or misses(log, index, place.epoch, place.seq, place.tag) then
    -- Redis is empty or behind, or has lost a part. Numbers go on after the log's and the caller's. Others may have seen
    -- higher ones, which come a second time then: the epoch and the tag tell such places apart, not the number.
    local begin, seq, when = micros, 0, 0
    if log then
        begin, seq, when = math.max(begin, beginning(log.epoch) + 1), log.seq, log.when
    end
    if place.epoch ~= '' then
        begin, seq = math.max(begin, beginning(place.epoch) + 1), math.max(seq, place.seq)
    end
    when = ahead and latest or math.max(when, millis)
    local clamp = log and log.clamp or ''
    local epoch = string.format('%014x', begin) .. ARGV[7]
    redis.call('HSET', meta, 'trimmed', '0') -- harmless alone: only who may write the epoch may remove the log
    if ahead then
        refused = 'CLOCK'
        -- What is kept from earlier epochs may have such times; whoever reads it takes them for no later than this one.
        clamp = epoch .. ' ' .. text(latest)
        redis.call('HSET', meta, 'clamp', clamp)
    elseif lost then
        refused = 'LOST ' .. lost
    end
    redis.call('HSET', kept, '', '1')
    redis.call('UNLINK', stream, index)
    local none = { '+' .. stream, '+' .. index, 'lost' }
    for _, key in ipairs(watched) do
        if known[key] and redis.call('EXISTS', key) == 0 then
            known[key] = nil
            none[#none + 1] = '+' .. key
        end
    end
    redis.call('HDEL', meta, unpack(none))
    known[kept] = true
    redis.call('HSET', meta, '+' .. kept, '1', 'epoch', epoch, 'seq', text(seq), 'tag', ARGV[8], 'when', text(when),
        'start', text(seq), 'startTag', ARGV[8], 'bytes', '0', 'trimmed', '0', 'put', '0')
    whileAllowed('PUBLISH', ARGV[9], 'epoch')
    log = {
        epoch = epoch, seq = seq, tag = ARGV[8], when = when, start = seq, startTag = ARGV[8],
        bytes = 0, trimmed = 0, put = '0', scan = '0', clamp = clamp
    }
end
log.when = math.max(log.when, millis)
-- A clock that is far behind makes the log's time stand still or be wrong from the start. A removal with too early a time would
-- lose to tokens from before it, so changes count from whatever is later; where the caller's clock is the wrong one they
-- win for too long, which hurts less.
local changedAt = caller > log.when + APART_MILLIS and caller or log.when

-- Which entries are new, and the ids that come with them, in chunks that fit a call.
local verdicts, news, adds = {}, {}, {}
if entries > 0 then
    local here = {}
    for from = 1, entries, CHUNK do
        local to = math.min(from + CHUNK - 1, entries)
        local asked, at = {}, {}
        for i = from, to do
            local head = ARGV[HEADS + i - 1]
            verdicts[i] = '.'
            if #head > 9 then
                asked[#asked + 1] = string.sub(head, 10)
                at[#at + 1] = i
            end
        end
        if #asked > 0 then
            local young = redis.call('HMGET', ids, unpack(asked))
            local old = redis.call('HMGET', older, unpack(asked))
            local add = {}
            for j, id in ipairs(asked) do
                local hash = string.sub(ARGV[HEADS + at[j] - 1], 2, 9)
                local seen = here[id] or young[j] or old[j]
                if not seen then
                    here[id] = hash
                    add[#add + 1] = id
                    add[#add + 1] = hash
                else
                    verdicts[at[j]] = seen == hash and 'r' or 'x'
                end
            end
            if #add > 0 then
                adds[#adds + 1] = add
            end
        end
    end
    for i = 1, entries do
        if verdicts[i] == '.' then
            news[#news + 1] = i
        end
    end
end

local written = 0 -- fields of kept
local message = '' -- to an audit too: it shows that publishing works, and followers pass over it
if #news > 0 then
    redis.call('HSET', meta, 'when', text(log.when))
    local body, first = ARGV[BODY], log.seq + 1
    local parts, at, seq, rest = {}, 1, log.seq, HEADS + entries
    for i = 1, entries do
        local a, b, c, d = string.byte(body, at, at + 3)
        local past = at + 4 + ((a * 256 + b) * 256 + c) * 256 + d
        local fields = 0
        if string.sub(ARGV[HEADS + i - 1], 1, 1) == 'k' then
            fields = tonumber(ARGV[rest + 2])
        end
        if verdicts[i] == '.' then
            seq = seq + 1
            if #news < entries then
                parts[#parts + 1] = string.sub(body, at, past - 1)
            end
            if fields > 0 then
                local names = {}
                for f = 1, fields do
                    names[f] = ARGV[rest + 2 + f]
                end
                local change = version(log.epoch, seq, changedAt, ARGV[rest], tonumber(ARGV[rest + 1]) or changedAt)
                keep(kept, names, change, log.when - tonumber(ARGV[10]) - 60000, log.clamp)
                written = written + fields
            end
        end
        if string.sub(ARGV[HEADS + i - 1], 1, 1) == 'k' then
            rest = rest + 3 + fields
        end
        at = past
    end
    if #news < entries then
        body = table.concat(parts)
    end
    message = table.concat({
        '1', log.epoch, text(first), text(#news), ARGV[6], log.tag, text(log.when)
    }, ' ') .. (changedAt > log.when and ' ' .. text(changedAt) or '') .. '\n' .. body
    log.seq, log.tag, log.bytes = seq, ARGV[6], log.bytes + #message
    local id = text(seq) .. '-0'
    redis.call('XADD', stream, id, 'b', message)
    redis.call('XADD', index, id, 't', log.tag, 'w', text(log.when), 'l', text(#message), 'f', text(first))
end

-- Written also for an empty batch: a master that was deposed refuses it.
local ends = { 'seq', text(log.seq), 'tag', log.tag, 'when', text(log.when), 'bytes', text(log.bytes) }
local function isThere(key)
    if not known[key] then
        ends[#ends + 1] = '+' .. key
        ends[#ends + 1] = '1'
    end
end
if #news > 0 then
    isThere(stream)
    isThere(index)
end
if partition then
    isThere(partition)
end
redis.call('HSET', meta, unpack(ends))
local answer = table.concat({
    log.epoch, text(log.seq), log.tag, text(log.when), text(changedAt), '-' .. table.concat(verdicts)
}, ' ')
if partition then
    redis.call('HSET', partition, 'token', ARGV[1], 'batch', ARGV[2], 'answer', answer)
end
-- Ids live in two generations: the older one goes when the younger one is full.
local rotated = #adds > 0 and redis.call('HLEN', ids) >= IDS and whileAllowed('UNLINK', older)
    and whileAllowed('RENAME', ids, older)
for _, add in ipairs(adds) do
    redis.call('HSET', ids, unpack(add))
end
if rotated and not known[older] then
    whileAllowed('HSET', meta, '+' .. older, '1')
end
if #adds > 0 and not known[ids] then
    whileAllowed('HSET', meta, '+' .. ids, '1')
end
whileAllowed('PUBLISH', ARGV[9], message)

-- What is too old or too much leaves, a bounded piece per call; looked at once a second.
local limit, look = tonumber(ARGV[11]), log.when - log.trimmed >= 1000
if look or log.bytes > limit then
    local past, done = leaving(log, index, log.when - tonumber(ARGV[10]), limit)
    local out = not past
        or whileAllowed('XTRIM', stream, 'MINID', past) and whileAllowed('XTRIM', index, 'MINID', past)
    if out then
        redis.call('HSET', meta, 'bytes', text(log.bytes), 'trimmed', text(done and log.when or log.trimmed))
    end
end
-- Two are looked at for each that is written: then no more is kept than twice what is young enough, however fast it comes.
local some = 2 * written + (look and 250 or 0)
if some > 0 then
    local ok, cursor = pcall(forget, kept, log.scan, some, tonumber(ARGV[12]))
    if ok then
        whileAllowed('HSET', meta, 'scan', cursor)
    else
        refused = type(cursor) == 'table' and cursor.err or tostring(cursor)
    end
end
return { 'DONE', answer, log.put, refused }
