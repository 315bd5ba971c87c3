"""Publishers' dates: read where they are sure, refused where a parser would invent."""

from datetime import UTC, date, datetime, timedelta
from time import struct_time

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.vocabulary import DateBasis
from bot.feeds.dates import DayOrder, order_of, read_date

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        # RFC 822, as RSS asks for
        ("Fri, 20 Nov 2026 22:15:00 +0000", "2026-11-20T22:15"),
        ("Fri, 20 Nov 2026 22:15:00 GMT", "2026-11-20T22:15"),
        ("20 Nov 2026 22:15 +0200", "2026-11-20T20:15"),
        (
            "Thu, 19 Nov 2026 22:04:00 CST",
            "2026-11-20T04:04",
        ),  # an evening vote: the day shifts in UTC, the moment not
        ("Fri, 20 Nov 26 10:00 EST", "2026-11-20T15:00"),
        ("Fri, 20 Nov 2026 10:00:00 CET", "2026-11-20T09:00"),  # a zone that the standard library lacks
        ("Fri, 20 Nov 2026 10:00:00 XYZ", "2026-11-20T10:00"),  # nobody's zone: taken as UTC
        ("Fri,  20   Nov 2026\n10:00:00 GMT", "2026-11-20T10:00"),
        ("Monday, 20 Nov 2026 10:00:00 GMT", "2026-11-20T10:00"),  # a wrong day of the week changes nothing
        ("Sat, 31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59:59"),  # a leap second
        # ISO 8601, as Atom and JSON Feed ask for
        ("2026-11-20T22:15:00Z", "2026-11-20T22:15"),
        ("2026-11-20T22:15:00.123456789+01:00", "2026-11-20T21:15:00.123456"),
        ("2026-11-20T22:15-0600", "2026-11-21T04:15"),
        ("2026-11-20 22:15:00", "2026-11-20T22:15"),
        ("2026-11-20 22:15:00 UTC", "2026-11-20T22:15"),
        ("2026-11-20", "2026-11-20T00:00"),
        # as good as ISO 8601
        ("2026/02/18", "2026-02-18T00:00"),
        ("2026.2.18 7:05", "2026-02-18T07:05"),
        ("2026 02 18 07:05:00", "2026-02-18T07:05"),
        ("2026/02/18 7:05 PM", "2026-02-18T19:05"),
        ("2026-11-03T10:00:00 PST", "2026-11-03T18:00"),
        ("2026-11-03 10:00 CEST", "2026-11-03T08:00"),
        ("2026-11-03T10:00:00.5 XYZ", "2026-11-03T10:00:00.500"),
        # neither, in words
        ("Fri, 20 Nov 2026", "2026-11-20T00:00"),
        ("November 20, 2026", "2026-11-20T00:00"),
        ("Fri, Nov 20 2026 02:02:33 PM", "2026-11-20T14:02:33"),
        ("Fri, 20 Nov 2026 12:30 am -0600", "2026-11-20T06:30"),
        # in the languages whose votes are told
        ("1 juin 2026", "2026-06-01T00:00"),
        ("1er août 2026", "2026-08-01T00:00"),
        ("Seg, 24 Set 2018 19:42:40 -0300", "2018-09-24T22:42:40"),
        ("5 de mayo de 2026 10:00", "2026-05-05T10:00"),
        ("Di., 3. März 2026 09:15:00 +0100", "2026-03-03T08:15"),
        # neither, but only one reading is possible
        ("21/11/2026", "2026-11-21T00:00"),
        ("11/21/2026 09:30", "2026-11-21T09:30"),
        ("5.5.2026", "2026-05-05T00:00"),
        # invented by lenient parsers
        ("1780308000", None),  # the year 1780
        ("2026-13-45T10:00:00Z", None),  # January 2027
        ("2026-11-31", None),
        ("Mon, 31 Feb 2026 10:00:00 GMT", None),
        ("Mon, 01 Jun 2026 25:61:61 GMT", None),
        ("2026-06-01T10:00:00+99:99", None),
        ("99999-01-01T00:00:00Z", None),
        ("02/12/2026", None),  # February or December
        ("2026", None),
        ("2026-11", None),
        ("20261120", None),
        ("-1", None),
        ("Yesterday", None),
        ("1 junius 2026", None),
        ("", None),
        ("1" * 50_000, None),
        # read, but not believed
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("0001-01-01T00:00:00Z", None),
        ("Fri, 01 Jan 2100 00:00:00 GMT", None),
        ("2026-11-26T00:00:00Z", None),
        ("2026-11-25T11:00:00Z", "2026-11-25T11:00"),  # a clock that is wrong by a day or so
    ],
)
def test_a_date_is_read_or_refused(raw, moment):
    expected = datetime.fromisoformat(moment).replace(tzinfo=UTC) if moment else None

    assert read_date(raw, now=NOW).moment == expected


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        ("Fri Nov 20 10:00:00 2026", "2026-11-20T10:00"),  # C's asctime
        ("Παρ, 20 Νοε 2026 10:00:00 +0200", "2026-11-20T08:00"),  # Greek
        ("2026-november-20T10:00+01:00", None),  # Hungarian, but read as the first of the month
        ("1780308000", None),
        ("2026-13-45T10:00:00Z", None),
        ("2026", None),
        ("2026-11", None),
        # Its own month is filled in, or what is too much for one is carried over to the next.
        ("2026 Dec 31", None),
        ("2026-november-26", None),
        ("2026-1-0", None),
        ("2026-02-30", None),
        ("2026-01-32", None),
        ("2026년 05월 27일", None),
        ("Fri, 2006/09/15 08:19:53 EDT", "2006-09-15T12:19:53"),  # Perforce
    ],
)
def test_feedparsers_guess_counts_only_where_the_text_shows_it(raw, moment):
    guess = feedparser.datetimes._parse_date(raw)
    expected = datetime.fromisoformat(moment).replace(tzinfo=UTC) if moment else None

    assert read_date(raw, now=NOW, guess=guess).moment == expected


@given(
    st.datetimes(datetime(1990, 1, 2), datetime(2026, 11, 20)),  # noqa: DTZ001 - a zone comes with the text
    st.integers(-12 * 60, 14 * 60),
)
def test_what_is_written_correctly_is_read_exactly(local, offset_min):
    sign, minutes = "-" if offset_min < 0 else "+", abs(offset_min)
    raw = f"{local:%Y-%m-%dT%H:%M:%S}{sign}{minutes // 60:02}:{minutes % 60:02}"
    moment = (local.replace(microsecond=0) - timedelta(minutes=offset_min)).replace(tzinfo=UTC)

    assert read_date(raw, now=NOW).moment == (moment if moment.year >= 1990 else None)


DAYS = st.dates(date(1990, 1, 2), date(2026, 11, 23))
FORMS = st.sampled_from(
    (
        *(
            "{0:%Y}-{0:%m}-{0:%d}",
            "{0:%Y}/{0:%m}/{0:%d}",
            "{0.year}-{0.month}-{0.day}",
            "{0.year}. {0.month}. {0.day}.",
        ),
        *(
            "{0.year}.{0.month}.{0.day}",
            "{0.year} {0.month} {0.day}",
            "{0:%Y}{0:%m}{0:%d}",
            "{0:%y}-{0:%m}-{0:%d}",
        ),
        *(
            "{0:%Y} {0:%b} {0.day}",
            "{0:%Y}-{0:%B}-{0:%d}",
            "{0:%Y}년 {0:%m}월 {0:%d}일",
            "{0:%Y}-{0:%j}",
            "{0:%G-W%V-%u}",
        ),
        *(
            "{0.day} {0:%b} {0.year}",
            "{0:%d}-{0:%b}-{0:%Y}",
            "{0:%a}, {0:%d} {0:%B} {0:%Y}",
            "{0:%b} {0:%d}, {0:%Y}",
        ),
        *(
            "{0:%a} {0:%b} {0:%d} {0:%Y}",
            "{0:%a}, {0:%Y}/{0:%m}/{0:%d}",
            "{0:%d}.{0:%m}.{0:%Y}",
            "{0.month}/{0.day}/{0:%Y}",
        ),
        *("{0:%d} Νοε {0:%Y}", "{0:%d}-{0:%m}-{0:%Y}", "{0:%b} {0:%Y}", "{0:%Y}-{0:%m}", "{0:%Y}"),
    )
)
CLOCKS = st.sampled_from(
    ("", " 10:00", "T10:00:00Z", " 10:00:00 GMT", " 7:00 PM", " 10:00:00 +0000", " 7pm", " at 10:00")
)


@given(DAYS, FORMS, CLOCKS)
def test_a_real_date_in_any_form_is_itself_or_none(day, form, clock):
    if "Νοε" in form:
        day = day.replace(day=min(day.day, 20), month=11, year=day.year - 1)
    raw = form.format(day) + clock
    moment = read_date(raw, now=NOW, guess=feedparser.datetimes._parse_date(raw)).moment

    assert moment is None or moment.date() == day


@given(st.integers(1990, 2026), st.integers(0, 19), st.integers(0, 45), st.sampled_from("-/. "), CLOCKS)
def test_only_days_of_the_calendar_are_read(year, month, day, sep, clock):
    raws = (f"{year}{sep}{month:02}{sep}{day:02}{clock}", f"{year}{sep}{month}{sep}{day}{clock}")
    moments = {read_date(raw, now=NOW, guess=feedparser.datetimes._parse_date(raw)).moment for raw in raws}
    try:
        expected = date(year, month, day)
    except ValueError:
        expected = None

    assert {moment.date() for moment in moments if moment} <= {expected}


@given(st.text(max_size=200), st.tuples(*[st.integers(-5, 10_000)] * 9))
def test_no_text_and_no_guess_raise(raw, numbers):
    moment = read_date(raw, now=NOW, guess=struct_time(numbers)).moment

    assert moment is None or moment <= NOW + timedelta(days=2)


@pytest.mark.parametrize(
    ("raw", "is_day"),
    [
        ("2026-11-20", True),
        ("2026-11-20T00:00:00Z", True),
        ("Fri, 20 Nov 2026 00:00:00 GMT", True),
        ("Fri, 20 Nov 2026", True),
        ("21/11/2026", True),
        ("11/21/2026 12:00:00 AM", True),
        ("Thu, 19 Nov 2026 18:00:00 -0600", False),  # midnight in UTC, an evening in Chicago
        ("2026-11-19T18:00-06:00", False),
        ("2026-11-20T00:00:00-06:00", False),
        ("2026-11-20T00:01:00Z", False),
        ("11/21/2026 12:00:00 PM", False),
    ],
)
def test_a_date_without_a_clock_is_a_day(raw, is_day):
    reading = read_date(raw, now=NOW)

    assert reading.moment is not None
    assert reading.is_day is is_day


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ("03/04/2026", DateBasis.AMBIGUOUS),
        ("3.4.2026 10:00", DateBasis.AMBIGUOUS),
        ("13/13/2026", DateBasis.UNREADABLE),
        ("11/20/2026 13:00 PM", DateBasis.UNREADABLE),
        ("soon", DateBasis.UNREADABLE),
        ("Thu, 01 Jan 1970 00:00:00 GMT", DateBasis.IMPLAUSIBLE),
        ("2027-11-20", DateBasis.IMPLAUSIBLE),
    ],
)
def test_a_refused_date_says_why(raw, fault):
    guess = struct_time((2026, 3, 4, 0, 0, 0, 0, 63, 0))

    assert read_date(raw, now=NOW, guess=guess if "/" in raw else None).fault is fault


@pytest.mark.parametrize(
    ("others", "day"),
    [
        (["21/11/2026", "04/04/2026"], "2026-04-03"),
        (["11/21/2026", "soon"], "2026-03-04"),
        (["11/21/2026", "21/11/2026"], None),  # they contradict each other
        (["05/06/2026", "2026-04-03"], None),  # they tell nothing
    ],
)
def test_the_feeds_other_dates_tell_day_from_month(others, day):
    order = order_of(["03/04/2026", *others])
    moment = read_date("03/04/2026", now=NOW, order=order).moment

    assert (f"{moment:%Y-%m-%d}" if moment else None) == day


@given(st.dates(date(1990, 1, 1), date(2026, 11, 23)), st.sampled_from(DayOrder))
def test_a_known_order_gives_back_the_day_that_was_written(day, order):
    raw = f"{day:%d/%m/%Y}" if order is DayOrder.DAY_FIRST else f"{day:%m/%d/%Y}"
    reading = read_date(raw, now=NOW, order=order)

    assert reading.moment is not None
    assert reading.moment.date() == day
