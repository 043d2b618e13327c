"""Headings and front matter of a Markdown file."""

import re

from content.text.spans import Found, Line, SectionKind, lines

_HEADING = re.compile(r"(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*\Z")
_FIELD = re.compile(r"(\w+):[ \t]*(.*?)[ \t]*\Z")
_FENCE = "---"
_REFERENCES = re.compile(r"(references|sources|bibliography|referencias|fuentes)\Z", re.IGNORECASE)


def front_matter(text: str) -> dict[str, str]:
    """The `name: value` lines between two `---` lines at the very top; quotes are taken off."""
    every = lines(text)
    fields = (_FIELD.match(line.text) for line in every[1 : max(_closing(every), 1)])
    return {field[1]: field[2].strip("\"'") for field in fields if field}


def find(every: list[Line]) -> list[Found]:
    closing = _closing(every)
    return [
        Found(
            title=heading[2],
            level=len(heading[1]),
            at=number,
            body=number + 1,
            after=line.start + len(line.text),
            kind=_kind(heading[2]),
        )
        for number, line in enumerate(every)
        if number > closing and (heading := _HEADING.match(line.text))
    ]


def _closing(every: list[Line]) -> int:
    """The line that closes the front matter, -1 if there is none."""
    if every[0].text.rstrip() != _FENCE:
        return -1
    rest = (n for n, line in enumerate(every) if n and line.text.rstrip() == _FENCE)
    return next(rest, -1)


def _kind(title: str) -> SectionKind:
    return SectionKind.REFERENCES if _REFERENCES.match(title) else SectionKind.BODY
