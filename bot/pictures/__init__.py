"""Pictures: the card (typst), the heat of a talk and progress over weeks (matplotlib).

`card`: `Card.from_words`, `card_pngs`, `card_pdf`. `plots`: `heat_png`, `progress_png`;
`numbers_told` has the dataclasses they take. `drawing.BY_NAME` is what a dialogue can ask for,
`painter.Painter` draws it off the event loop. Data in, bytes out: nothing here knows a messenger,
a store or a template.
"""
