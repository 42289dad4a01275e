-- What the other scripts share. Lua's numbers are doubles: sequence numbers and microseconds stay below 2^53 and are
-- written with '%.0f' (tostring rounds); tags are random 64 bits and stay the text they came as.

local function text(number)
    return string.format('%.0f', number)
end

local function clock()
    local t = redis.call('TIME')
    return tonumber(t[1]) * 1000000 + tonumber(t[2])
end

-- An epoch is 14 hex digits (the microsecond of its beginning, later ones greater) and a random tail.
local function beginning(epoch)
    return tonumber(string.sub(epoch, 1, 14), 16)
end

-- The end of the log: where its epoch began, and its last batch.
local function ending(meta)
    local m = redis.call('HMGET', meta, 'epoch', 'seq', 'tag', 'when', 'start', 'startTag', 'bytes', 'trimmed', 'put',
        'scan', 'clamp')
    if not m[1] then
        return nil
    end
    return {
        epoch = m[1], seq = tonumber(m[2]), tag = m[3], when = tonumber(m[4]), start = tonumber(m[5]),
        startTag = m[6], bytes = tonumber(m[7]), trimmed = tonumber(m[8]), put = m[9], scan = m[10] or '0',
        clamp = m[11] or ''
    }
end

-- Every key that was written once is there for good, and meta says so in a field '+<key>': one that is missing was deleted or
-- evicted, which is as bad as a lost log. Whoever writes one has looked for all of them before. Answers which of these are
-- known to have been there, and the first that is missing, or what an earlier call found missing (nil: none).
local function presence(meta, keys)
    local fields = { 'lost' }
    for i, key in ipairs(keys) do
        fields[i + 1] = '+' .. key
    end
    local told, known, all = redis.call('HMGET', meta, unpack(fields)), {}, {}
    for i, key in ipairs(keys) do
        if told[i + 1] then
            known[key] = true
            all[#all + 1] = key
        end
    end
    local lost = told[1] or nil
    if not lost and #all > 0 and redis.call('EXISTS', unpack(all)) < #all then
        for _, key in ipairs(all) do
            if redis.call('EXISTS', key) == 0 then
                lost = key
            end
        end
    end
    return known, lost
end

-- What is kept: a hash. Its field '' is always there. Any other names a user and a guild ('m', the user's length in two bytes,
-- the user or nothing, the guild), or tokens ('r', likewise). Its value holds versions, newest first, each of them the epoch's
-- beginning (7 bytes), the entry's number (6), the ms that count for it (6), and '+', '-' or for tokens '!' with the ms that
-- they were issued before (6). There are as many versions as followers may ask for who begin within the log's window.
local CHUNK, MOST = 500, 16

local function version(epoch, seq, when, sign, issuedBefore)
    local change = struct.pack('>I7I6I6c1', beginning(epoch), seq, when, sign)
    return sign == '!' and change .. struct.pack('>I6', issuedBefore) or change
end

-- What stays of the versions that are there behind a newer one: back to the first from before a time, without those that
-- claim the newer one's place or a later one (a batch that was refused half-way).
local function history(old, newer, since)
    local begin, seq = struct.unpack('>I7I6', newer)
    local stays, at = {}, 1
    while at <= #old and #stays < MOST - 1 do
        local b, s, w = struct.unpack('>I7I6I6', old, at)
        if b ~= begin or s < seq then
            stays[#stays + 1] = string.sub(old, at, at + #newer - 1)
            if w < since then
                break
            end
        end
        at = at + #newer
    end
    return table.concat(stays)
end

-- Whether a version of a revocation says all that another one does: it reaches as far, and counts from no earlier time. Where the
-- clocks were ahead it says no more than what the clamp lets it.
local EVER = 140737488355327
local function saysAll(version, other, clamp)
    local limit, latest = string.match(clamp, '^(%x+) (%d+)$')
    local function read(of)
        local begin, _, when = struct.unpack('>I7I6I6', of)
        local before = struct.unpack('>I6', of, 21)
        if limit and begin < beginning(limit) then
            when = math.min(when, tonumber(latest))
            before = before == EVER and before or math.min(before, tonumber(latest))
        end
        return before, when
    end
    local before, when = read(version)
    local b, w = read(other)
    return before > b or before == b and when >= w
end

-- Adds a version to each of these fields.
local function keep(kept, fields, newer, since, clamp)
    local revokes = string.sub(newer, 20, 20) == '!'
    for from = 1, #fields, CHUNK do
        local some, sets = {}, {}
        for i = from, math.min(from + CHUNK - 1, #fields) do
            some[#some + 1] = fields[i]
        end
        for i, old in ipairs(redis.call('HMGET', kept, unpack(some))) do
            local value = newer
            if old and revokes and saysAll(old, newer, clamp) then
                value = old -- a later revocation that reaches less far takes nothing back
            elseif old then
                value = newer .. history(old, newer, since)
            end
            sets[#sets + 1] = some[i]
            sets[#sets + 1] = value
        end
        redis.call('HSET', kept, unpack(sets))
    end
end

-- Forgets what is older than a time among some of what is kept; answers where to go on.
local function forget(kept, cursor, some, before)
    local page, old = redis.call('HSCAN', kept, cursor, 'COUNT', some), {}
    for i = 1, #page[2], 2 do
        local field, value = page[2][i], page[2][i + 1]
        if field ~= '' and #value >= 20 and struct.unpack('>I6', value, 14) < before then
            old[#old + 1] = field
        end
    end
    for from = 1, #old, CHUNK do
        redis.call('HDEL', kept, unpack(old, from, math.min(from + CHUNK - 1, #old)))
    end
    return page[1], #old
end

-- Whether a place that somebody holds should be in this log and isn't: Redis lost writes since.
-- A place that left the window can't be checked; who still stands there sees a hole when reading.
local function misses(log, index, epoch, seq, tag)
    if epoch == '' then
        return false
    elseif epoch ~= log.epoch then
        return beginning(epoch) >= beginning(log.epoch)
    elseif seq >= log.seq then
        return seq > log.seq or tag ~= log.tag
    elseif seq <= log.start then
        return seq < log.start or tag ~= log.startTag
    end
    -- If the log has this number, a batch must end there, with this tag.
    local id = text(seq) .. '-0'
    local found = redis.call('XRANGE', index, id, '+', 'COUNT', 1)[1]
    if not found then
        return false
    end
    return found[1] == id and found[2][2] ~= tag or found[1] ~= id and tonumber(found[2][8]) <= seq
end

-- Which of the oldest batches are to leave, a bounded number: the id that what stays begins with (nil: all stays), and whether
-- none is left for the next call. The last batch always stays. Takes their bytes off log.bytes.
local function leaving(log, index, since, limit)
    local gone, past, from = 0, nil, '-'
    repeat
        local some = redis.call('XRANGE', index, from, '+', 'COUNT', 32)
        for _, old in ipairs(some) do
            local seq = tonumber(string.match(old[1], '^%d+'))
            if seq == log.seq or (tonumber(old[2][4]) >= since and log.bytes <= limit) then
                return past, true
            end
            log.bytes, gone, past, from = log.bytes - tonumber(old[2][6]), gone + 1, text(seq + 1) .. '-0', '(' .. old[1]
        end
    until #some < 32 or gone >= 2000
    return past, gone < 2000
end
