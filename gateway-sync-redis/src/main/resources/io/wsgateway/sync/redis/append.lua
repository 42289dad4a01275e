-- Appends one batch, all or nothing. Redis doesn't roll a script back, so the order of the writes is what keeps that:
-- 1. The first write proves that Redis takes writes at all and lets this user HSET; refused, nothing has changed. It must be
--    one that Redis refuses when memory is full: behind an XTRIM or UNLINK Redis lets every later write of a script pass, and
--    a full Redis would grow. So it is trim.lua, called after such a refusal, that makes room.
-- 2. XADD of kept, log and index. A refused first one leaves the log as it was, and no id or answer calls a retry a repeat.
-- 3. The other HSETs: the log's end, the partition's answer, the ids.
-- 4. What the log can do without for a while (publishing, trimming) may be refused, which is only answered.
--
-- KEYS: 1 meta, 2 log, 3 index, 4 kept, 5 ids, 6 older ids, 7 partition (none: nobody is fenced)
-- ARGV: 1 token, 2 batch number (both '' without a partition)
--       3 epoch, 4 seq, 5 tag of the place that the caller knows ('' for none)
--       6 this batch's tag; 7 tail and 8 tag of a new epoch, should one begin
--       9 channel, 10 ms and 11 bytes that the log keeps, 12 ms that kept keeps
--       13 the caller's clock, ms
--       14 body: per entry its length (4 bytes, big-endian) and its bytes
--       15.. per entry: 'k' (also kept) or '.', 8 hex digits of its body's hash, its id (nothing: always new)
-- Answers { status, answer, put, refused }:
--       FENCED: a later claim owns the partition. STALE: a batch that was answered long ago.
--       DONE: answer is 'epoch seq tag when verdicts', the log's end behind this batch and per entry
--       '.' appended, 'r' repeated, 'x' id reused for another body. put counts what came back into kept;
--       refused is Redis' reason why something of 4. was not done, or CLOCK: the log's times were far ahead of the clocks.
local meta, stream, index, kept, ids, older, partition = unpack(KEYS)
local BODY, HEADS, IDS, CHUNK, AHEAD_MILLIS = 14, 15, 32768, 500, 90000
local entries = #ARGV - HEADS + 1

local micros = clock()
local millis = math.floor(micros / 1000)
local log = ending(meta)

if partition then
    local p = redis.call('HMGET', partition, 'token', 'batch', 'answer')
    local stored, token = tonumber(p[1] or '0'), tonumber(ARGV[1])
    if token < stored then
        return { 'FENCED', '', '', '' }
    end
    if token == stored and p[2] then
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
local latest = math.max(millis, tonumber(ARGV[13]))
local ahead = log and log.when > latest + AHEAD_MILLIS

local known = { epoch = ARGV[3], seq = tonumber(ARGV[4]), tag = ARGV[5] }
if not log or ahead or misses(log, index, known.epoch, known.seq, known.tag) then
    -- Redis is empty or behind. Numbers go on behind the log's and the caller's. Others may have seen higher ones, which
    -- come a second time then: the epoch and the tag tell such places apart, not the number.
    local begin, seq, when = micros, 0, 0
    if log then
        begin, seq, when = math.max(begin, beginning(log.epoch) + 1), log.seq, log.when
    end
    if known.epoch ~= '' then
        begin, seq = math.max(begin, beginning(known.epoch) + 1), math.max(seq, known.seq)
    end
    when = ahead and latest or math.max(when, millis)
    local epoch = string.format('%014x', begin) .. ARGV[7]
    redis.call('HSET', meta, 'trimmed', '0') -- harmless alone: only who may write the epoch may remove the log
    if ahead then
        refused = 'CLOCK'
        -- Ids in kept only rise: behind one that is far ahead nothing would ever grow old. So it is written anew, in order; what is
        -- added first shows that it may be, before anything goes. Refused later, all of this happens once more.
        local changes = redis.call('XRANGE', kept, '-', '+')
        if #changes > 0 then
            redis.call('XADD', kept, '*', unpack(changes[#changes][2]))
            redis.call('UNLINK', kept)
        end
        for _, change in ipairs(changes) do
            local fields = change[2]
            if fields[7] == 'w' and tonumber(fields[8]) > latest then
                fields[8] = text(latest)
            end
            redis.call('XADD', kept, '*', unpack(fields))
        end
    end
    redis.call('UNLINK', stream, index)
    redis.call('HSET', meta, 'epoch', epoch, 'seq', text(seq), 'tag', ARGV[8], 'when', text(when), 'start', text(seq),
        'startTag', ARGV[8], 'bytes', '0', 'trimmed', '0', 'put', '0')
    whileAllowed('PUBLISH', ARGV[9], 'epoch')
    log = {
        epoch = epoch, seq = seq, tag = ARGV[8], when = when, start = seq, startTag = ARGV[8],
        bytes = 0, trimmed = 0, put = '0'
    }
end
log.when = math.max(log.when, millis)

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

local message = '' -- to an audit too: it shows that publishing works, and followers pass over it
if #news > 0 then
    redis.call('HSET', meta, 'when', text(log.when))
    local body, first = ARGV[BODY], log.seq + 1
    local parts, at, seq = {}, 1, log.seq
    for i = 1, entries do
        local a, b, c, d = string.byte(body, at, at + 3)
        local past = at + 4 + ((a * 256 + b) * 256 + c) * 256 + d
        if verdicts[i] == '.' then
            seq = seq + 1
            if #news < entries then
                parts[#parts + 1] = string.sub(body, at, past - 1)
            end
            if string.sub(ARGV[HEADS + i - 1], 1, 1) == 'k' then
                redis.call('XADD', kept, 'MINID', '=', text(math.max(millis - tonumber(ARGV[12]), 0)), '*',
                    'e', log.epoch, 's', text(seq), 't', ARGV[6], 'w', text(log.when),
                    'b', string.sub(body, at + 4, past - 1))
            end
        end
        at = past
    end
    if #news < entries then
        body = table.concat(parts)
    end
    message = table.concat({
        '1', log.epoch, text(first), text(#news), ARGV[6], log.tag, text(log.when)
    }, ' ') .. '\n' .. body
    log.seq, log.tag, log.bytes = seq, ARGV[6], log.bytes + #message
    local id = text(seq) .. '-0'
    redis.call('XADD', stream, id, 'b', message)
    redis.call('XADD', index, id, 't', log.tag, 'w', text(log.when), 'l', text(#message), 'f', text(first))
end

-- Written also for an empty batch: a master that was deposed refuses it.
redis.call('HSET', meta, 'seq', text(log.seq), 'tag', log.tag, 'when', text(log.when), 'bytes', text(log.bytes))
local answer = table.concat({ log.epoch, text(log.seq), log.tag, text(log.when), '-' .. table.concat(verdicts) }, ' ')
if partition then
    redis.call('HSET', partition, 'token', ARGV[1], 'batch', ARGV[2], 'answer', answer)
end
-- Ids live in two generations: the older one goes when the younger one is full.
if #adds > 0 and redis.call('HLEN', ids) >= IDS and whileAllowed('UNLINK', older) then
    whileAllowed('RENAME', ids, older)
end
for _, add in ipairs(adds) do
    redis.call('HSET', ids, unpack(add))
end
whileAllowed('PUBLISH', ARGV[9], message)

-- What is too old or too much leaves, a bounded piece per call; looked at once a second.
local limit = tonumber(ARGV[11])
if log.when - log.trimmed >= 1000 or log.bytes > limit then
    local past, done = leaving(log, index, log.when - tonumber(ARGV[10]), limit)
    local out = not past
        or whileAllowed('XTRIM', stream, 'MINID', past) and whileAllowed('XTRIM', index, 'MINID', past)
    if out then
        redis.call('HSET', meta, 'bytes', text(log.bytes), 'trimmed', text(done and log.when or log.trimmed))
    end
end
return { 'DONE', answer, log.put, refused }
