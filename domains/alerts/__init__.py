"""Alerts: what the rules found, who must know, who has it, and what became of it.

Words after ISA-18.2 and IEC 60601-1-8: an alert is *active* while its condition holds and *returned* when it does not;
*acknowledged* when somebody has taken it over; *latched* when it stays until then although it has returned; *shelved*
by a person for a time; *out of service* where an object is not watched for now. Always true: one open alert per rule
and key; acknowledging never makes a condition go away; every alert can say why it came, who was told when, and what
they did; an alert that was kept from people says by what.
"""
