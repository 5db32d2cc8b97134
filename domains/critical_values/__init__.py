"""Critical values (危急值): from the laboratory's result to the doctor who reads it back and acts.

Words: a *limit* says from where on a value is critical, of which level (一级 is the graver), for whom (sex, age,
department); a *critical value* is one result beyond a limit; it is *confirmed* when the doctor has read it back,
*handled* when he has said what was done, *closed* after that; a *call* is one try to reach somebody by telephone.
Always true: every step carries the server's time and its author and is never taken away; nobody confirms a value that
he has not read back. Source: 危急值报告制度 (国卫医发 2018 no. 8, item 16).
"""
