"""A page of the provider's list, in its shape."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from messaging.gateway.twilio_forms import API_VERSION, Param
from messaging.simulator.messages import Message, rest

_PAGE_SIZE: Final = 50
_LARGEST_PAGE: Final = 1000


@dataclass(frozen=True)
class Page:
    """The place in a list is a message's id, so that new ones do not shift the pages."""

    filters: Mapping[str, str]
    size: int
    number: int
    after: str

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Page":
        filters = {name.value: query[name] for name in (Param.TO, Param.FROM) if query.get(name)}
        size = min(_whole(query.get(Param.PAGE_SIZE), _PAGE_SIZE) or _PAGE_SIZE, _LARGEST_PAGE)
        number = _whole(query.get(Param.PAGE), 0)
        return cls(filters, size, number, query.get(Param.PAGE_TOKEN, "").removeprefix("PA"))

    def cut(self, found: Sequence[Message]) -> list[Message]:
        sids = [message.sid for message in found]
        start = sids.index(self.after) + 1 if self.after in sids else 0
        return list(found[start : start + self.size])

    def shape(self, account: str, shown: list[Message], *, more: bool) -> dict[str, object]:
        start = self.number * self.size
        here = {Param.PAGE.value: str(self.number), Param.PAGE_TOKEN.value: f"PA{self.after}"}
        following = (
            {Param.PAGE.value: str(self.number + 1), Param.PAGE_TOKEN.value: f"PA{shown[-1].sid}"}
            if more
            else {}
        )
        return {
            "end": start + max(0, len(shown) - 1),
            "first_page_uri": self._uri(account, {Param.PAGE.value: "0"}),
            "messages": [rest(message, account=account) for message in shown],
            "next_page_uri": self._uri(account, following) if more else None,
            "page": self.number,
            "page_size": self.size,
            "previous_page_uri": None,
            "start": start,
            "uri": self._uri(account, here),
        }

    def _uri(self, account: str, place: Mapping[str, str]) -> str:
        query = urlencode({**self.filters, Param.PAGE_SIZE.value: str(self.size), **place})
        return f"/{API_VERSION}/Accounts/{account}/Messages.json?{query}"


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else default
