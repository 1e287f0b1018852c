"""`shanhai figure INDICATOR`: one figure with its passport."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from shanhai.catalogue.book import UnknownCodeError
from shanhai.ledger.ask import BASES, QuestionError, ask_figure, read_period, tell_figure


class Command(BaseCommand):
    help = "Print one figure with its passport: rule, scope, period, basis, day of knowledge, entries and digest."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("indicator", help="code of an indicator, such as assistance_funds_received")
        parser.add_argument("--giver", help="place of the giving side: name, code or id")
        parser.add_argument("--receiver", help="place of the receiving side: name, code or id")
        parser.add_argument("--programme", help="such as 东西部协作")
        parser.add_argument("--round", help="such as 2021")
        parser.add_argument("--from", dest="first", help="first day, YYYY-MM-DD")
        parser.add_argument("--to", dest="last", help="last day, YYYY-MM-DD")
        parser.add_argument("--basis", choices=BASES, default="agreed")
        parser.add_argument("--as-of", help="as known on this day, YYYY-MM-DD; today where not given")
        parser.add_argument("--map", dest="map_day", help="by the map of this day, YYYY-MM-DD")
        parser.add_argument("--serial", type=int, help="as the ledger stood at this serial; now where not given")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            period = read_period(options["first"], options["last"])
            as_of = read_period(options["as_of"], None).first
            map_day = read_period(options["map_day"], None).first
            figure = ask_figure(
                options["indicator"],
                giver=options["giver"],
                receiver=options["receiver"],
                programme=options["programme"],
                round=options["round"],
                period=period,
                basis=options["basis"],
                as_of=as_of,
                map_day=map_day,
                up_to=options["serial"],
            )
        except (ValueError, UnknownCodeError) as error:
            self.stderr.write(str(error))
            raise SystemExit(2) from error
        except QuestionError as error:
            for problem in error.problems:
                self.stderr.write(f"{problem.field}: {problem.what.zh} / {problem.what.en}")
            raise SystemExit(1) from error
        told = tell_figure(figure)
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        value = "—" if told["value"] is None else f"{told['value']} {told['unit']}"
        self.stdout.write(
            f"{figure.indicator.title.zh} / {figure.indicator.title.en}: {figure.qualifier} {value}".strip()
        )
        passport = told["passport"]
        shown = {**told, **{name: passport[name] for name in ("parts", "snapshot", "address")}}
        for name in ("basis", "scope", "period", "as_of", "entries", "digest", "parts", "snapshot", "address"):
            self.stdout.write(f"  {name}: {json.dumps(shown[name], ensure_ascii=False)}")
        self.stdout.write(f"  rule: {figure.indicator.counts.zh}\n        {figure.indicator.counts.en}")
        if figure.is_example:
            self.stdout.write("  示例数据 / example data")
