"""YAML is read with the line of everything, and what is no YAML is named by line."""

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.lined_yaml import Items, NotYaml, Place, SourceError, read

TEXT = """\
# Who is there
people:
  - name: Ada
    likes: [tea, "1.5",
            no]
  - name: Bo

quiet: |
  one
  two
"""


class People(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True)

    people: list[dict[str, str]]
    loud: str


def test_every_scalar_is_text_unless_told_otherwise() -> None:
    ada, bo = read("p.yaml", TEXT).data["people"]
    assert ada == {"name": "Ada", "likes": ["tea", "1.5", "no"]}
    assert bo == {"name": "Bo"}
    assert read("p.yaml", "a: [1, 20]", scalar=lambda node: len(node.value)).data == {"a": [1, 2]}


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ((), 2),
        (("people",), 2),
        (("people", 0), 3),
        (("people", 0, "likes"), 4),
        (("people", 0, "likes", 2), 5),
        (("people", 1, "name"), 6),
        (("quiet",), 8),
        (("quiet", 0), 8),
        (("people", 7), 2),
        (("people", 1, "likes", 0), 6),
        (("nowhere", "name"), 2),
    ],
)
def test_the_line_is_that_of_the_part_or_of_the_nearest_around_it(
    where: tuple[str | int, ...], line: int
) -> None:
    assert read("p.yaml", TEXT).at(where) == f"p.yaml:{line}"


def test_mappings_and_lists_know_their_own_lines() -> None:
    people = read("p.yaml", TEXT).data["people"]
    assert isinstance(people, Items)
    assert isinstance(people[1], Place)
    assert (people.line, people[1].line, people[1].lines) == (3, 6, {"name": 6})


def test_faults_name_the_place_and_keep_the_value_to_themselves() -> None:
    source = read("p.yaml", TEXT)
    with pytest.raises(ValidationError) as caught:
        People.model_validate(source.data)
    faults = source.faults(caught.value)
    assert [fault.partition(": ")[0] for fault in faults] == ["p.yaml:4", "p.yaml:2", "p.yaml:8"]
    assert [fault.split(": ")[1] for fault in faults] == ["people.0.likes", "loud", "quiet"]
    assert "tea" not in "".join(faults)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: [", "p.yaml:3: not valid YAML: "),
        ("a: *b", "p.yaml:1: not valid YAML: found undefined alias"),
        ("a: 1\n---\nb: 2\n", "p.yaml:2: not valid YAML: "),
        ("a: ü\nb: \x07", "p.yaml:2: not valid YAML: control characters are not allowed (U+0007)"),
        ("a: 1\nb:\n  c: 1\n  c: 2\n", "p.yaml:4: 'c' stands here twice; keep one"),
    ],
)
def test_what_is_no_yaml_is_named_in_one_line(text: str, said: str) -> None:
    with pytest.raises(SourceError) as caught:
        read("p.yaml", text)
    assert isinstance(caught.value, NotYaml)
    (problem,) = caught.value.problems
    assert problem.startswith(said)
    assert "\n" not in problem
    assert str(caught.value.problem) == problem


def test_an_empty_text_holds_nothing() -> None:
    source = read("p.yaml", "# nothing yet\n")
    assert source.data is None
    assert source.at(("people",)) == "p.yaml:1"
