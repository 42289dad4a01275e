-- Does what the other scripts do, on keys of its own, so that it is known what Redis doesn't permit or can't do now before an
-- event meets it.
--
-- KEYS: 1 and 2 for the probe only
-- ARGV: 1 channel
local one, two = KEYS[1], KEYS[2]
local steps = {
  { 'TIME' },
  { 'UNLINK', one, two }, -- what a step that was refused left behind
  { 'HSET', one, 'a', '1', 'b', '2' },
  { 'HGET', one, 'a' },
  { 'HMGET', one, 'a', 'b' },
  { 'HLEN', one },
  { 'HSCAN', one, '0' },
  { 'EXISTS', one },
  { 'HINCRBY', one, 'a', '1' },
  { 'HDEL', one, 'b' },
  { 'RENAME', one, two },
  { 'UNLINK', two },
  { 'XADD', one, '*', 'a', '1' },
  { 'XRANGE', one, '-', '+', 'COUNT', 1 },
  { 'XREVRANGE', one, '+', '-', 'COUNT', 1 },
  { 'XTRIM', one, 'MINID', '0' },
  { 'UNLINK', one },
  { 'ZADD', one, '1', 'a' },
  { 'ZRANGE', one, 0, -1 },
  { 'ZREMRANGEBYSCORE', one, '-inf', '0' },
  { 'ZREM', one, 'a' },
  { 'PUBLISH', ARGV[1], '' } -- followers pass over it
}
for _, step in ipairs(steps) do
  local answer = redis.pcall(unpack(step))
  local err = type(answer) == 'table' and answer.err
  if err and string.find(err, "can't run this command", 1, true) then
    -- Some versions don't say which.
    return redis.error_reply("NOPERM User has no permissions to run the '" .. string.lower(step[1]) .. "' command")
  elseif err then
    return answer
  end
end
return ''
