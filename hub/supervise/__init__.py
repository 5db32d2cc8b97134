"""Keeping the parts and the roles of one machine alive, and leaving nothing behind.

One plain loop in the main thread: the kernel's death signal follows the thread that forks, so no other may start
children.
"""
