import pytest

from bot.core.publishers import kind_of_publisher
from bot.core.vocabulary import SourceKind


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://pittsburgh.legistar.com/x", SourceKind.LEGISLATIVE),
        ("https://www.courtlistener.com/docket/1/", SourceKind.COURT),
        ("https://www.ftc.gov/news", SourceKind.GOVERNMENT),
        ("https://ico.gov.uk/x", SourceKind.GOVERNMENT),
        ("https://www.aclunc.org/news", SourceKind.ADVOCACY),
        ("https://www.biometricupdate.com/1", SourceKind.TRADE),
        ("https://legistar.com.evil.example/", SourceKind.NEWS),
        ("https://[broken/", SourceKind.NEWS),
        ("", SourceKind.NEWS),
    ],
)
def test_a_host_tells_what_stands_behind_it(url, kind):
    assert kind_of_publisher(url) is kind
