-- Takes over a partition: earlier tokens are fenced from here on. Answers the new token.
-- A Redis that lost its data hands out later tokens all the same, since time goes on.
--
-- KEYS: 1 partition
local token = math.max(tonumber(redis.call('HGET', KEYS[1], 'token') or '0') + 1, clock())
redis.call('HSET', KEYS[1], 'token', text(token))
redis.call('HDEL', KEYS[1], 'batch', 'answer')
return text(token)
