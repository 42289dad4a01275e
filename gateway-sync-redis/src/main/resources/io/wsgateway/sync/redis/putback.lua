-- Adds to kept what an instance knows and kept lacks, a page of it. Two instances may well add the same.
--
-- KEYS: 1 meta, 2 kept
-- ARGV: 1 channel, 2 whether this is the last page: 1 or 0, 3.. per change: field, version
-- Answers { status, put, changed }: LOST, there is nothing to add to; or DONE, the number of times that something was put
-- back in this epoch, and whether this was one.
local meta, kept = KEYS[1], KEYS[2]
if redis.call('EXISTS', kept) == 0 then
    return { 'LOST', '', '' }
end
local sets, fields = {}, {}
local clamp = redis.call('HGET', meta, 'clamp') or ''
for i = 3, #ARGV, 2 do
    fields[#fields + 1] = ARGV[i]
end

-- What a field's value becomes; nil: it stays.
local function becomes(old, ours)
    if not old then
        return ours
    elseif string.sub(ours, 20, 20) == '!' then
        return not saysAll(old, ours, clamp) and ours .. history(old, ours, 0) or nil
    end
    local begin, seq, when = struct.unpack('>I7I6I6', ours)
    for at = 1, #old, #ours do
        local b, s, w = struct.unpack('>I7I6I6', old, at)
        if b == begin and s == seq then
            -- Of two times of one change the earlier one holds: the other was taken from a clock that was ahead.
            return when < w and string.sub(old, 1, at - 1) .. ours .. string.sub(old, at + #ours) or nil
        elseif at == 1 and (begin > b or begin == b and seq > s) then
            return ours .. history(old, ours, 0)
        end
    end
    return nil
end

for from = 1, #fields, CHUNK do
    local some = {}
    for i = from, math.min(from + CHUNK - 1, #fields) do
        some[#some + 1] = fields[i]
    end
    for i, old in ipairs(redis.call('HMGET', kept, unpack(some))) do
        local value = becomes(old, ARGV[4 + 2 * (from + i - 2)])
        if value then
            sets[#sets + 1] = some[i]
            sets[#sets + 1] = value
        end
    end
end
local put = redis.call('HGET', meta, 'put') or '0'
if #sets > 0 then
    -- Counted first: should an HSET be refused, others look once for nothing, rather than never for what is there.
    put = text(redis.call('HINCRBY', meta, 'put', 1))
    for from = 1, #sets, 2 * CHUNK do
        redis.call('HSET', kept, unpack(sets, from, math.min(from + 2 * CHUNK - 1, #sets)))
    end
end
if ARGV[2] == '1' then
    -- Without it the others hear of this from their audits.
    redis.pcall('PUBLISH', ARGV[1], 'kept')
end
return { 'DONE', put, #sets > 0 and '1' or '0' }
