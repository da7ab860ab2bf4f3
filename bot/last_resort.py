"""The one text that stands in code: what `/help_now` says when not even the content can be read."""

LAST_RESORT = (
    "If you are in danger, call your emergency number now: 112 in Europe and India, 911 in the"
    " US and Canada, 999 in the UK, 000 in Australia, 111 in New Zealand, 112 or 10111 in South"
    " Africa.\n\nSomebody to talk to, in every country: findahelpline.com"
)
