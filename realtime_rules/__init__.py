"""The watch: rules are data; facts and time drive them; what they find goes through stages to people.

Words: a *rule* watches for something and says who must know; its *trigger* is the state machine that facts and time
drive, one per rule and key (a patient, a room, an interface); its *condition* is CEL; what a trigger notices is a
*finding*: it came, or it went. Always true: the memory of all triggers and how far the facts were read are kept
together, after what was found was handed over; a process that is killed forgets no deadline, and what the next one
finds once more bears the same name and changes nothing.
"""
