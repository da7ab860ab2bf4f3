"""The partner's files as a whole: put together for use, or held against the rules of writing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .heat import HeatTable, Thermometer, heat_table
from .lines import Line, LineSheet, line_sheet, lines_of
from .repertoire import Repertoire
from .sheets import Place, Sheet, SheetError, read_sheet
from .topics import TopicWords
from .vocabulary import KINDS, STAGES
from .voice import Voice, voice_of
from .wording import alike_faults, wording_faults

HEAT_FILE = "heat.yaml"
VOICE_FILE = "voice.yaml"


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything the partner needs."""

    heat: Thermometer
    voice: Voice
    repertoire: Repertoire
    topics: TopicWords

    @classmethod
    def of(cls, files: Mapping[str, str]) -> Contents:
        """The files put together. Raises ValueError listing what makes them unusable."""
        reading = _Files(files)
        if reading.faults or reading.table is None or reading.voice is None:
            raise ValueError("\n".join(reading.faults))
        lines = [line for _, _, line in reading.lines()]
        keywords: dict[str, list[str]] = defaultdict(list)
        for _, model in reading.sheets:
            keywords[model.topic].extend(model.keywords)
        heat = Thermometer(reading.table)
        return cls(heat, reading.voice, Repertoire(lines, heat.nearest), TopicWords(keywords))


class _Files:
    """The files as models, and what kept them from becoming models."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.faults: list[str] = []
        self.table: HeatTable | None = None
        self.voice: Voice | None = None
        self.sheets: list[tuple[Sheet, LineSheet]] = []
        names = {path.replace("\\", "/").rpartition("/")[2] for path in files}
        for wanted in (HEAT_FILE, VOICE_FILE):
            if wanted not in names:
                self.faults.append(f"{wanted}:1: this file is missing; add it beside the lines")
        for path, text in files.items():
            try:
                self._take(read_sheet(path, text))
            except SheetError as error:
                self.faults.append(str(error))
        if not self.sheets and not self.faults:
            self.faults.append("lines:1: there are no lines; add a file with some")
        self.faults += self._twice()

    def _take(self, sheet: Sheet) -> None:
        name = sheet.path.replace("\\", "/").rpartition("/")[2]
        if name == HEAT_FILE:
            self.table, faults = heat_table(sheet)
        elif name == VOICE_FILE:
            self.voice, faults = voice_of(sheet)
        else:
            model, faults = line_sheet(sheet)
            if model is not None:
                self.sheets.append((sheet, model))
        self.faults += faults

    def lines(self) -> Iterator[tuple[Sheet, Place, Line]]:
        for sheet, model in self.sheets:
            for place, line in lines_of(model):
                yield sheet, place, line

    def _twice(self) -> list[str]:
        first: dict[str, str] = {}
        faults = []
        for sheet, place, line in self.lines():
            here = f"{sheet.path}:{sheet.line_of(place)}"
            if line.id in first:
                faults.append(f"{here}: the id '{line.id}' is taken by {first[line.id]}; change it")
            first.setdefault(line.id, here)
        return faults


def problems_in(files: Mapping[str, str]) -> list[str]:
    """Everything wrong in the files as `path:line: message`."""
    reading = _Files(files)
    faults = list(reading.faults)
    if reading.voice is not None:
        placed = list(reading.lines())
        for sheet, place, line in placed:
            faults += [
                sheet.fault((*place, part), f"'{line.id}': {message}")
                for part, message in wording_faults(line, reading.voice)
            ]
        faults += alike_faults(placed, reading.voice.alike)
    return faults or _silent_stages(reading)


def _silent_stages(reading: _Files) -> list[str]:
    repertoire = Repertoire((line for _, _, line in reading.lines()), {})
    path = reading.sheets[0][0].path
    faults = []
    for stage in STAGES:
        missing = [kind for kind in KINDS if kind not in repertoire.kinds_covered(stage)]
        if missing:
            faults.append(f"{path}:1: no line for the stage '{stage}' fits {', '.join(missing)}")
    return faults
