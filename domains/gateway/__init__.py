"""What other systems tell the hospital group, beginning with HL7 v2 over MLLP.

Words: a *sender* is one sending application of one facility (MSH-3, MSH-4) at known addresses, and says for which
institution its messages are; an *intake* is what a domain does with a kind of message. Always true: a message is
acknowledged (AA) only after everything that it changed is committed; the same message twice changes nothing the second
time; what was refused (AE) is kept with the reason, changes nothing, and can be replayed.
"""
