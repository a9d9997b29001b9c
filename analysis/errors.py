"""The two kinds of error: the user's data, and our own definitions."""


class DataError(Exception):
    """The user's data can't be used as asked; its one sentence is shown without a traceback.

    The sentence says what was wrong, where (file, sheet, cell), what was found, what is allowed
    and what to do. It never holds a patient's identifier.
    """


class DefinitionError(Exception):
    """A definition of ours contradicts itself; raised at import, never by a user's data."""
