-- KEYS meta, rows, old rows, result
-- ARGV payload, PUBLISH or SPUBLISH, PUB/SUB channel, row key, row version (empty: none), row generation seconds,
--      meta ttl ms, result ttl ms (0: no idempotency key)
-- Delivers what is not kept. Returns applied.
local result_ttl = tonumber(ARGV[8])
if result_ttl > 0 and redis.call('EXISTS', KEYS[4]) == 1 then
  return 0
end
if ARGV[5] ~= '' and not admitted(KEYS[1], KEYS[2], KEYS[3], ARGV[4], ARGV[5], ARGV[7], ARGV[6]) then
  return 0
end
redis.call(ARGV[2], ARGV[3], ARGV[1])
if result_ttl > 0 then
  redis.call('HSET', KEYS[4], 's', 0, 'e', '')
  redis.call('PEXPIRE', KEYS[4], result_ttl)
end
return 1
