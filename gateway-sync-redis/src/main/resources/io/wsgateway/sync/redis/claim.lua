-- Takes over a partition: earlier tokens are fenced from here on. Answers the new token.
-- A Redis that lost its data hands out later tokens all the same, since time goes on.
--
-- KEYS: 1 meta, 2 partition, 3 ids, 4 older ids
local meta, partition, ids, older = unpack(KEYS)
local known, lost = presence(meta, { partition, ids, older })
if lost then
    redis.call('HSET', meta, 'lost', lost) -- the next append begins an epoch
    for key in pairs(known) do
        if redis.call('EXISTS', key) == 0 then
            redis.call('HDEL', meta, '+' .. key)
        end
    end
end
local token = math.max(tonumber(redis.call('HGET', partition, 'token') or '0') + 1, clock())
redis.call('HSET', partition, 'token', text(token))
redis.call('HDEL', partition, 'batch', 'answer')
redis.call('HSET', meta, '+' .. partition, '1')
return text(token)
