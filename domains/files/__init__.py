"""The door for files: uploading them, and reading what something keeps.

Words and what is always true: see ``hub.files``. A domain that keeps files declares a ``FilePurpose`` and claims
uploads in its own commands; this room only lets them in and out, each with the right that its purpose asks for.
"""
