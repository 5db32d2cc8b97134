"""Vital signs: what monitors, wearables and other devices measure, kept, watched by the rules, and shown live.

Words: a *device* belongs to an institution, stands at a place, and is *bound* to the patient whom it measures now; a
*metric* is something measured (heart rate); a *reading* is one value of it at one moment; what a device sends together
is a *batch*. Always true: what was acknowledged is committed, and the rules see it, in the order of the commits; the
same metric of the same device at the same moment is kept once; a value that no rule may rely on (no number, another
unit, an impossible size, a wrong clock) is left out and counted.
"""
