-- ARGV client, info, ttl ms. Some whose time is over go with it, so that a channel nobody asks about stays small.
local ttl = tonumber(ARGV[3])
prune(8)
local before = redis.call('HGET', infos, ARGV[1])
if before ~= ARGV[2] then
  if before then
    count(before, -1)
  end
  redis.call('HSET', infos, ARGV[1], ARGV[2])
  count(ARGV[2], 1)
end
redis.call('ZADD', expiries, now + ttl, ARGV[1])
if redis.call('PTTL', expiries) < ttl then
  redis.call('PEXPIRE', expiries, ttl)
  redis.call('PEXPIRE', infos, ttl)
  redis.call('PEXPIRE', users, ttl)
end
return 1
