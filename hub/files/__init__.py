"""Files: what people upload, what keeps it, and who may read it.

Words: an *upload* is a file that nobody has claimed yet; a *purpose* says what kind of thing keeps a file, what may be
in it and which right reading needs; a *blob* is the file's bytes in the storage. Always true: the row is written before
the blob, so whatever is left half done has a row that expires, and the sweep takes the blob along; a claimed file
belongs to one thing (purpose and key) of one institution; what a file is, its bytes tell, not its name.
"""
