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
    local m = redis.call('HMGET', meta, 'epoch', 'seq', 'tag', 'when', 'start', 'startTag', 'bytes', 'trimmed', 'put')
    if not m[1] then
        return nil
    end
    return {
        epoch = m[1], seq = tonumber(m[2]), tag = m[3], when = tonumber(m[4]), start = tonumber(m[5]),
        startTag = m[6], bytes = tonumber(m[7]), trimmed = tonumber(m[8]), put = m[9]
    }
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
