"""Name what the bodies that we watch decide on besides surveillance."""

# A council votes on much in one evening. Here stands only what can't be the measure's own kind, as
# "ordinance", "contract" and "policy" can.
MATTERS: tuple[tuple[str, str], ...] = (
    (r"budgets?", "'approves budget 7-2, delays face recognition policy'"),
    (r"rent\scontrol|rents?|evictions?|housing|zoning|rezon\w+|homeless\w*", "'5-4 vote on rent control'"),
    (r"elections?|redistricting|voter\sid", "'SB 12, an elections bill, 6-3'"),
    (r"tax(?:es)?|levy|bonds?|minimum\swages?|pay\sraises?|salar(?:y|ies)", "voted on every month"),
    (r"guns?|firearms?|abortions?|cannabis|marijuana|liquor|tobacco|vaping|casinos?", "'HB 21 on guns'"),
    (r"schools?|teachers?|stadiums?|bridges?|bike\slanes?|leaf\sblowers?", "a city's other business"),
    (r"water|sewers?|climate|crypto\w*|data\scent(?:er|re)s?", "a county's other business"),
)
MATTER = f"(?:{'|'.join(words for words, _ in MATTERS)})"
"""A pattern for one of them, case ignored."""
