"""A command's answer, as an ephemeral message."""

from bot.adapters.slack.blocks import Block, Piece, context, emoji, fitting, link, rich, words
from bot.adapters.slack.escape import literal, mrkdwn
from bot.adapters.slack.render import Rendered, fallback, joined, message_blocks
from bot.core.models import Answer, AnswerLine

TITLE_LIMIT = 300
LINE_LIMIT = 400


def rendered_answer(answer: Answer) -> Rendered:
    """The title, as many lines as fit, the story below them, the footer."""
    lines = [answer.title, *(f"{line.text} {line.detail}".strip() for line in answer.lines)]
    story = fallback(answer.message) if answer.message else ""
    text = joined([*(mrkdwn(line, LINE_LIMIT) for line in lines), story, mrkdwn(answer.footer, LINE_LIMIT)])
    return Rendered(text=text, blocks=fitting(len(answer.lines), lambda shown: _blocks(answer, shown)))


def _blocks(answer: Answer, shown: int) -> tuple[Block, ...]:
    title: list[Piece] = [] if answer.ok else [emoji("warning"), words(" ")]
    title.append(words(literal(answer.title, TITLE_LIMIT) or "—", bold=True))
    rows = [row for line in answer.lines[:shown] for row in _rows(line)]
    blocks = [rich(title, *rows)]
    if left := len(answer.lines) - shown:
        blocks.append(context(f"{left} more not shown: ask for less at once"))
    if answer.message:
        blocks += message_blocks(answer.message)
    if answer.footer:
        blocks.append(context(answer.footer))
    return tuple(blocks)


def _rows(line: AnswerLine) -> list[list[Piece]]:
    text, detail = literal(line.text, LINE_LIMIT), literal(line.detail, LINE_LIMIT)
    rows = [[words("• "), link(text, line.url, LINE_LIMIT) if line.url else words(text or "—")]]
    return [*rows, [words(f"   {detail}", italic=True)]] if detail else rows
