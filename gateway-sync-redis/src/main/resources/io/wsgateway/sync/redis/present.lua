-- Says that an instance shares the partitions, or no longer does; forgets those that were silent for too long; answers all
-- that share them. Also keeps what they have to have alike: the reference is what the first of them had, and stays it as
-- long as one that agrees with it lives. Who differs can't become it by coming first after Redis has lost its data.
--
-- KEYS: 1 instances, 2 what they have alike
-- ARGV: 1 node id, 2 ms after which a silent one is gone, 3 whether it shares the partitions: 1 or 0
--       4 a salt, 5 what this one has, hashed with that salt, 6 whether that agrees, as far as it knows: 'a', 'd' differs, ''
-- Answers { microseconds of Redis' clock, salt, reference ('' for none), ids of all that share the partitions ... }.
--       Another salt than the caller's: it has to hash with that one and ask again.
local micros, silence = clock(), tonumber(ARGV[2])
local now = math.floor(micros / 1000)
local function mark(id)
  return 'i:' .. id
end

if ARGV[3] == '1' then
  redis.call('ZADD', KEYS[1], text(now), ARGV[1])
else
  redis.call('ZREM', KEYS[1], ARGV[1])
  redis.call('HDEL', KEYS[2], mark(ARGV[1]))
end
local scored = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
for i = 1, #scored, 2 do
  local said = tonumber(scored[i + 1])
  if said > now + silence then
    -- Said by a clock that was ahead: who doesn't say it again is silent from now on.
    redis.call('ZADD', KEYS[1], text(now), scored[i])
  elseif said <= now - silence then
    redis.call('HDEL', KEYS[2], mark(scored[i]))
  end
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', text(now - silence))
local live = redis.call('ZRANGE', KEYS[1], 0, -1)

local stored = redis.call('HMGET', KEYS[2], 'salt', 'reference')
local salt, reference = stored[1], stored[2]
if #live == 0 then
  redis.call('UNLINK', KEYS[2])
elseif ARGV[3] == '1' then
  if not salt then
    salt, reference = ARGV[4], false
    redis.call('HSET', KEYS[2], 'salt', salt)
  end
  if salt == ARGV[4] then
    local state, held = ARGV[6], false
    for _, id in ipairs(live) do
      held = held or id ~= ARGV[1] and redis.call('HGET', KEYS[2], mark(id)) == 'a'
    end
    held = reference and (held or state == 'a')
    if not held and (reference or state ~= 'd') then
      reference = ARGV[5]
      redis.call('HSET', KEYS[2], 'reference', reference)
    end
    if reference == ARGV[5] then
      state = 'a'
    end
    redis.call('HSET', KEYS[2], mark(ARGV[1]), state)
  end
end
local answer = { text(micros), salt or '', reference or '' }
for _, id in ipairs(live) do
  answer[#answer + 1] = id
end
return answer
