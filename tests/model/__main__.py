"""`python -m tests.model [KILLS LOSSES]`: the table of variants, and the stories of the broken."""

import sys
import time
from dataclasses import replace

from tests.model.checker import check
from tests.model.pipeline import Pipeline
from tests.model.variants import BROKEN, RIGHT, Variant


def line(variant: Variant) -> None:
    """Broken ones are walked until each kind of harm has been found once."""
    began = time.monotonic()
    verdict = check(variant.model, until=variant.wrong)
    harm = ", ".join(f"{kind} in {len(way)}" for kind, way in sorted(verdict.found.items()))
    took = time.monotonic() - began
    print(f"{variant.name:10} {verdict.states:>9,} states {took:5.0f} s  {harm or 'none'}")
    print(f"           ({variant.says})")
    for kind, way in sorted(verdict.found.items()):
        print(f"           {kind}:")
        for number, label in enumerate(way, start=1):
            print(f"             {number:2}. {label}")


def budgeted(variant: Variant, crashes: int, losses: int) -> Variant:
    rules = replace(variant.model.rules, crashes=crashes, losses=losses)
    return replace(variant, model=Pipeline(rules))


def main(arguments: list[str]) -> None:
    crashes, losses = (int(word) for word in arguments or ("3", "2"))
    for variant in RIGHT.values():
        line(budgeted(variant, crashes, losses))
    for variant in BROKEN.values():
        line(variant)


if __name__ == "__main__":
    main(sys.argv[1:])
