"""What each verb needs before it can run."""

from dataclasses import dataclass

WITH_WEB = frozenset({"gateway", "serve", "test", "up"})
FOR_DEVELOPERS = frozenset({"bench", "check", "test"})


@dataclass(frozen=True, slots=True)
class Needs:
    """The parts of the set-up that a verb asks for; the runtime's packages always."""

    developer_packages: bool
    web: bool


def needs_of(argv: list[str]) -> Needs:
    """The needs of a command line; asking only for help needs no web apps."""
    verb = next((word for word in argv if not word.startswith("-")), "")
    asks_for_help = any(word in {"-h", "--help"} for word in argv)
    return Needs(
        developer_packages=verb in FOR_DEVELOPERS,
        web=verb in WITH_WEB and not asks_for_help,
    )
