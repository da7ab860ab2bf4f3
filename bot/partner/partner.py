"""The simulated partner: what they say, and what the person's answer does to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from bot.coach.reading import Annotation

from .chance import pick, roll
from .contents import Contents, problems_in
from .course import UNCLEAR, next_mood, repair_mood, stage_of, stays_cold
from .lines import Line
from .review import Review, Try, reviewed
from .standing import Standing
from .vocabulary import BANDS, DIFFICULTIES, KINDS, MOST_HEAT, STYLES, TOPICS
from .voice import words_in, woven


class Partner:
    """A simulated partner, built once from its files and shared; every move is a pure function."""

    def __init__(self, contents: Contents) -> None:
        self._heat = contents.heat
        self._voice = contents.voice
        self._repertoire = contents.repertoire
        self._topics = contents.topics

    @classmethod
    def from_texts(cls, files: Mapping[str, str]) -> Partner:
        """The partner written in these files (path to YAML text).

        Raises ValueError with `path:line: message` lines when they cannot be used.
        """
        return cls(Contents.of(files))

    @staticmethod
    def problems(files: Mapping[str, str]) -> list[str]:
        """Everything wrong in these files as `path:line: message`, in the order of the files."""
        return problems_in(files)

    def begin(
        self,
        *,
        style: str,
        topic: str,
        kind: str = "sore",
        difficulty: str = "realistic",
        seed: int,
        used: Collection[str] = (),
        words: Mapping[str, str] | None = None,
    ) -> Standing:
        """The first line. `used`: ids said in earlier rehearsals; `words`: {"request": …} or none.

        An unknown topic is "other". Raises ValueError for an unknown style, kind or difficulty.
        """
        for name, value, known in (
            ("style", style, STYLES),
            ("kind", kind, KINDS),
            ("difficulty", difficulty, DIFFICULTIES),
        ):
            if value not in known:
                raise ValueError(f"unknown {name}; it must be one of {', '.join(known)}")
        topic = topic if topic in TOPICS else "other"
        heat = self._heat.start(style, difficulty) + roll(seed, "start", sides=2)
        standing = Standing(
            style=style,
            topic=topic,
            kind=kind,
            difficulty=difficulty,
            heat=max(0, min(heat, MOST_HEAT)),
            seed=seed,
            earlier=self._repertoire.within_reach(
                sorted(used), style=style, topic=topic, kind=kind
            ),
            words=self._voice.quotable(words or {}, kind),
        )
        return self._with_line(standing)

    def reply(
        self,
        standing: Standing,
        *,
        good: Sequence[str],
        findings: Sequence[str],
        move: str | None = None,
    ) -> Standing:
        """What they say to an answer in which the coach saw these good moves and rule ids.

        An exchange that has ended stays as it is.
        """
        if standing.ended:
            return standing
        effect = self._heat.effect(
            style=standing.style,
            kind=standing.kind,
            difficulty=standing.difficulty,
            good=good,
            findings=findings,
            move=move,
        )
        cold = stays_cold(standing, self._heat)
        change = 0 if cold and effect.change < 0 else effect.change
        heat = max(0, min(standing.heat + change, MOST_HEAT))
        after = replace(
            standing,
            heat=heat,
            exchange=standing.exchange + 1,
            steady=standing.steady + effect.good,
            given=standing.given or effect.change < 0,
            strikes=standing.strikes + (effect.heats and heat >= self._heat.rules.too_hot),
        )
        mood = next_mood(after, effect, self._heat, cold=cold)
        soft = after.soft + 1 if mood == "softened" else 0
        return self._with_line(replace(after, mood=mood, soft=soft))

    def repair(
        self, standing: Standing, *, good: Sequence[str], findings: Sequence[str]
    ) -> Standing:
        """How they take a repair proposal: take it, want it smaller, are not ready, or refuse it.

        May follow any standing, also an ended one. Cold partners are not ready, and that is theirs.
        One that hurts is refused.
        """
        effect = self._heat.effect(
            style=standing.style,
            kind=standing.kind,
            difficulty=standing.difficulty,
            good=good,
            findings=[rule for rule in findings if rule not in UNCLEAR],
            move=None,
        )
        mood = repair_mood(standing, effect, self._heat, findings)
        heat = max(0, min(standing.heat + max(effect.change, 0), MOST_HEAT))
        before = standing.before or standing.moment()
        return self._with_line(replace(standing, mood=mood, heat=heat, before=before))

    def go_on(self, standing: Standing) -> Standing:
        """The exchange as it stood before a repair was proposed; the lesson begins with it."""
        before = standing.at(standing.before) if standing.before else standing
        fresh = replace(before, taught=())
        needs = self._heat.needs(fresh, self._line(fresh).calls_for)
        return replace(fresh, needs=needs, taught=(needs,))

    def recast(self, standing: Standing, style: str) -> Standing:
        """ "What if they had said…": the same moment in another style, with another line.

        Raises ValueError for an unknown style.
        """
        if style not in STYLES:
            raise ValueError(f"unknown style; it must be one of {', '.join(STYLES)}")
        return self._with_line(replace(standing, style=style))

    def drill(
        self, *, seed: int, topic: str | None = None, used: Collection[str] = (), count: int = 5
    ) -> tuple[str, ...]:
        """Line ids for a listening drill, of rising heat. `topic` None mixes all topics."""
        chosen: list[str] = []
        for step in range(count):
            band = BANDS[step * len(BANDS) // count]
            pool = self._repertoire.for_drill(band, topic) + self._repertoire.for_drill(
                band, "other"
            )
            fresh = [line for line in pool if line.id not in used and line.id not in chosen]
            left = fresh or [line for line in pool if line.id not in chosen]
            if left:
                chosen.append(pick(left, seed, "drill", step).id)
        return tuple(chosen)

    def listen(
        self, *, seed: int, topic: str | None = None, used: Collection[str] = (), count: int = 5
    ) -> Standing:
        """The first line of a listening drill; `onward` goes through the others."""
        lines = self.drill(seed=seed, topic=topic, used=used, count=count)
        start = Standing("open", topic or "other", "sore", "realistic", 0, seed, ahead=lines)
        return self._next_of_drill(start)

    def onward(self, standing: Standing) -> Standing:
        """The next line of a listening drill; ended when there is none."""
        if not standing.ahead:
            return replace(standing, exchange=standing.exchange + 1, mood="closed")
        return self._next_of_drill(replace(standing, exchange=standing.exchange + 1))

    def review(self, tries: Iterable[Try]) -> Review:
        """What was done well in these answers, and the one move to try next."""
        return reviewed(tries, self._heat)

    def say(self, standing: Standing) -> str:
        """The plain text of the line now, the person's own words woven in."""
        return woven(self._line(standing).text, standing.words)

    def annotation(self, standing: Standing) -> Annotation:
        """What the line now holds, so that the coach can judge a mirror of it."""
        line = self._line(standing)
        annotation = line.annotation(self.say(standing))
        if not line.weaves:
            return annotation
        own = tuple(dict.fromkeys(w for w in words_in(standing.words.get("request", "")) if w[3:]))
        return replace(annotation, accept=annotation.accept + own)

    def line_annotation(self, line_id: str) -> Annotation:
        """What a line of a drill holds. Raises KeyError for an unknown id."""
        line = self._repertoire.by_id[line_id]
        return line.annotation(line.text)

    def line_bands(self) -> dict[str, tuple[str, ...]]:
        """The heat bands each line is written for, by its id."""
        return {line.id: line.bands for line in self._repertoire.by_id.values()}

    def line_ids(self) -> tuple[str, ...]:
        """The ids of all lines."""
        return tuple(self._repertoire.by_id)

    def known_moves(self) -> frozenset[str]:
        """The good moves and rule ids that have a place in the heat table."""
        return self._heat.known

    def topic_of(self, text: str) -> str:
        """The topic a text is about, by its key words, else "other"."""
        return self._topics.topic_of(text)

    def _line(self, standing: Standing) -> Line:
        # A stored rehearsal may name a line that a newer version no longer has.
        return self._repertoire.by_id.get(standing.line) or self._choose(standing)

    def _choose(self, standing: Standing) -> Line:
        quoted = any(
            line.weaves for line_id in standing.used if (line := self._line_by(line_id)) is not None
        )
        stage = stage_of(standing)
        return self._repertoire.choose(
            stage,
            style=standing.style,
            topic=standing.topic,
            kind=standing.kind,
            band=self._heat.band(standing.heat),
            seed=standing.seed,
            marks=(stage, standing.exchange, standing.style, *standing.used[-1:]),
            said=standing.used,
            earlier=standing.earlier,
            may_quote=bool(standing.words) and not quoted,
            to_learn=self._heat.to_learn(standing) if standing.exchange else None,
        )

    def _line_by(self, line_id: str) -> Line | None:
        return self._repertoire.by_id.get(line_id)

    def _next_of_drill(self, standing: Standing) -> Standing:
        line_id, *ahead = standing.ahead
        line = self._repertoire.by_id[line_id]
        return self._saying(replace(standing, ahead=tuple(ahead)), line, line.calls_for or "mirror")

    def _with_line(self, standing: Standing) -> Standing:
        line = self._choose(standing)
        return self._saying(standing, line, self._heat.needs(standing, line.calls_for))

    def _saying(self, standing: Standing, line: Line, needs: str) -> Standing:
        taught = standing.taught if standing.ended else (*standing.taught, needs)
        used = (*standing.used, line.id)
        return replace(standing, line=line.id, used=used, needs=needs, taught=taught)
