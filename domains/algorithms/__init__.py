"""The imaging algorithms that the group has contracts for, and which institution may use which until when.

Words: an *algorithm* (算法) is a vendor's product in the platform's own register; an *opening* (开通) lets one
institution use one algorithm for a time. Always true: an institution has at most one opening of an algorithm that has
not been ended, and sees its own openings only. Nothing is computed here: this room says what is contracted.
Rows AI-601 ... AI-605, AI-709.
"""
