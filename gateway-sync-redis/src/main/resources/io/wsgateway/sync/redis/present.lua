-- Says that an instance is alive, forgets those that were silent for too long, and answers all that are left.
--
-- KEYS: 1 instances
-- ARGV: 1 node id, 2 ms after which a silent one is gone
local now = math.floor(clock() / 1000)
redis.call('ZADD', KEYS[1], text(now), ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', text(now - tonumber(ARGV[2])))
return redis.call('ZRANGE', KEYS[1], 0, -1)
