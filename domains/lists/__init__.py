"""What people keep about list pages, and what pages need to draw themselves.

Words: a *page* is a declared resource by its path (``catalog/exam-item``); a *view* is a saved query (保存的查询) of
one account; *columns* are which columns an account wants to see, in which order. Always true: an account sees and
changes only its own views and columns.
"""
