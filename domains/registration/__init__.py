"""The registration desk of an imaging department: from a doctor's request to a place in line.

Words: an *order* (检查申请) is a request that came from the hospital's information system; a *registration* (登记) is a
patient booked for one examination of one or more items in one room; a *slot* (号源) is a time of a room's schedule with
so many places; a *referral* (转诊) is a registration that another institution examines: it exists twice, as *sent* here
and *received* there, and each names the other. Always true: a registration that has a room has a ticket of the queue
under its own id, and goes where the ticket goes, in the same transaction; a slot never has more bookings than places;
an order leads to at most one registration that is not cancelled.
Rows RIS-001 ... RIS-094.
"""
