-- Says that an instance shares the partitions, or no longer does; forgets those that were silent for too long; answers all
-- that share them.
--
-- KEYS: 1 instances
-- ARGV: 1 node id, 2 ms after which a silent one is gone, 3 whether it shares the partitions: 1 or 0
local now = math.floor(clock() / 1000)
if ARGV[3] == '1' then
  redis.call('ZADD', KEYS[1], text(now), ARGV[1])
else
  redis.call('ZREM', KEYS[1], ARGV[1])
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', text(now - tonumber(ARGV[2])))
return redis.call('ZRANGE', KEYS[1], 0, -1)
