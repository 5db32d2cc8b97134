-- KEYS fence   ARGV life of the server (run id and replication id), token candidate
-- Says which token belongs to this life of the server; a new life gets a new token. The token is what logs carry.
local fence = redis.call('GET', KEYS[1])
local life = ARGV[1] .. ' '
if fence and string.sub(fence, 1, #life) == life then
  return fence
end
fence = life .. ARGV[2]
redis.call('SET', KEYS[1], fence)
return fence
