"""Messages that arrive: what people are told, on which ways, and whether they have seen it.

Words: a *notice* is what another room wants people to know; from it comes one *message* for each of them, which lies in
his message centre, and one *delivery* for each way besides. Always true: the same notice reaches a person once; a
message is there as soon as the transaction that wanted it is committed; nobody sees another's messages.
"""
