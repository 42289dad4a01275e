-- Adds to kept what an instance knows and kept lacks, unless kept grew since the caller read it: then it reads on first,
-- so that two instances don't add the same.
--
-- KEYS: 1 meta, 2 kept
-- ARGV: 1 id of the last change that the caller has read ('' for none), 2 channel,
--       3.. per change: epoch, seq, tag, when, bytes
-- Answers { status, put }: AGAIN, or DONE with the number of times that something was put back in this epoch.
local last = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)[1]
if (last and last[1] or '') ~= ARGV[1] then
    return { 'AGAIN', '' }
end
-- Counted first: should an XADD be refused, others look once for nothing, rather than never for what is there.
local put = redis.call('HINCRBY', KEYS[1], 'put', 1)
for i = 3, #ARGV, 5 do
    redis.call('XADD', KEYS[2], '*', 'e', ARGV[i], 's', ARGV[i + 1], 't', ARGV[i + 2], 'w', ARGV[i + 3], 'b', ARGV[i + 4])
end
-- Without it the others hear of this from their audits.
redis.pcall('PUBLISH', ARGV[2], 'kept')
return { 'DONE', text(put) }
