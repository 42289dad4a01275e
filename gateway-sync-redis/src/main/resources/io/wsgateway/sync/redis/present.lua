-- Says that an instance shares the partitions, or no longer does; forgets those that were silent for too long; answers all
-- that share them.
--
-- KEYS: 1 instances
-- ARGV: 1 node id, 2 ms after which a silent one is gone, 3 whether it shares the partitions: 1 or 0
local now, silence = math.floor(clock() / 1000), tonumber(ARGV[2])
if ARGV[3] == '1' then
  redis.call('ZADD', KEYS[1], text(now), ARGV[1])
else
  redis.call('ZREM', KEYS[1], ARGV[1])
end
-- Said by a clock that was ahead: who doesn't say it again is silent from now on.
local scored = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
for i = 1, #scored, 2 do
  if tonumber(scored[i + 1]) > now + silence then
    redis.call('ZADD', KEYS[1], text(now), scored[i])
  end
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', text(now - silence))
return redis.call('ZRANGE', KEYS[1], 0, -1)
