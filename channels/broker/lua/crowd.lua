-- Returns how many clients, how many users.
prune(-1)
return {redis.call('ZCARD', expiries), redis.call('HLEN', users)}
