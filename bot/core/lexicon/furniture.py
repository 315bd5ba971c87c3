"""What pages and feeds wrap around news: tails, furniture, advertising. One pattern a kind, each row with its case."""

import re


def _any(
    rows: tuple[tuple[str, str], ...], form: str = "(?:{})", flags: re.RegexFlag = re.IGNORECASE
) -> re.Pattern[str]:
    """Join the rows' patterns; the second column says where such a row was met."""
    return re.compile(form.format("|".join(pattern for pattern, _ in rows)), flags)


TITLE_PREFIX = _any(
    (
        (
            (
                r"(?:breaking(?:\snews)?|just\sin|developing|exclusive|watch(?:\snow)?|video|live|updated?"
                r"|icymi|must\sread)"
            ),
            "newsroom labels",
        ),
        (r"(?:press\srelease|news\srelease|media\sadvisory|for\simmediate\srelease)", "government feeds"),
        (r"(?:shocking|wow|omg|unbelievable|you\swon.t\sbelieve\s(?:this|it))", "content farms"),
        (r"(?:fwd?|re)", "mailing lists"),
    ),
    r"^[\[(]?(?:{})[\])]?\s*(?:[:!|»]+|\s[-–—])\s*",
)
TITLE_SUFFIX = _any(
    (
        (
            r"[\[(](?:video|photos?|update[ds]?|watch|audio|podcast|poll|gallery|pdf|opinion)[\])]",
            "media marks",
        ),
        (r"[-–—|]\s(?:video|photos|watch)", "media marks after a dash"),
    ),
    r"\s*(?:{})$",
)
# A tail after a dash is an outlet only if it looks like one; after a bar it nearly always is one.
OUTLET_TAIL = re.compile(
    r"\.(?:com|org|net|news|info|co|io|tv|eu|uk|us|ca|de|in|au|ie)$"  # a host name
    r"|^[KW][A-Z]{2,3}(?:[- ](?:TV|FM|AM|DT))?(?:\s(?:News|\d{1,2}|[A-Z]{3}\s?\d{0,2}))?$"  # call signs of US stations
    r"|^(?:FOX|ABC|CBS|NBC|CW|PBS|NPR|BBC|CNN|CNBC|KARE|AP|UPI|AFP|PA|TNS|WIRED|Wired|Vice|Vox|Axios"
    r"|Politico|POLITICO|Engadget|Gizmodo"
    r"|TechCrunch|ZDNet|ZDNET|CNET|Mashable|Slate|Salon|Forbes|Fortune|Quartz|Reuters|Bloomberg|Newsweek"
    r"|Patch|MSN|Yahoo)\b.{0,20}$"
    r"|\b(?:News|Times|Tribune|Herald|Gazette|Journal|Chronicle|Courier|Observer|Sentinel|Examiner"
    r"|Inquirer|Dispatch|Register|Guardian"
    r"|Independent|Telegraph|Mirror|Globe|Bulletin|Magazine|Radio|Television|Review|Monitor|Weekly|Daily"
    r"|Press|Post|Mail|Standard"
    r"|Reporter|Record|Ledger|Bee|Beacon|Blade|Advocate|Argus|Mercury|Enquirer|Leader|Messenger|Blog"
    r"|Online|Today|Newswire|Wire|Verge"
    r"|Intercept|Markup|Hill|Atlantic|Economist|Conversation|Lens|Appeal|Union-Tribune|Star|Sun|Page|TV"
    r"|Newspaper|Media|Network|Report"
    r"|Digest|Update|Law360|Law360|Findlaw|JD\sSupra|Lexology|Legal|Watch|Insider|Nation|Public\sRadio"
    r"|Foundation|Archives?)$"
)

# Lines are looked at in lower case.
FURNITURE_LINE = _any(
    (
        (
            r"back\sto\stop(?:\sbutton)?|scroll\sto\stop|skip\sto\s(?:main\s)?content|jump\sto\snavigation",
            "page navigation",
        ),
        (
            (
                r"(?:home|menu|search|close|print|email|e-mail|tweet|pin(?:\sit)?|next|previous"
                r"|advertisement|ad|sponsored|loading\W*)"
            ),
            "buttons",
        ),
        (
            (
                r"share(?:\s(?:this|on|via|it|article|story|post)(?::?\s.{0,60})?)?|(?:share|tweet|email|print"
                r"|facebook|twitter|linkedin|whatsapp|reddit|pinterest|\W)+"
            ),
            "share rows",
        ),
        (r"(?:click|tap)\sto\s(?:share|print|email|expand|enlarge)\b.{0,80}", "share rows of WordPress"),
        (r"(?:like|follow|join|find)\s(?:us|this)\b.{0,60}|like\sloading\W*", "social rows"),
        (
            (
                r"(?:read|see|view)\s(?:more|also|the\sfull\s(?:story|article|post))\b.{0,10}"
                r"|continue\sreading\b.{0,20}|more\b"
            ),
            "teasers",
        ),
        (
            r"(?:filed\sunder|tagged(?:\swith)?|tags|categories|category|posted\s(?:in|on|by))\b.{0,200}",
            "WordPress foot",
        ),
        (
            r"(?:sign\sup|subscribe|register)\b(?!.*\b(?:speak|testify|comment|hearing|meeting)\b).{0,140}",
            "calls to subscribe",
        ),
        (
            r"(?:photo|image|picture|credit|illustration)s?(?:\s(?:by|credit|courtesy))?\s?[:/].{0,120}",
            "picture credits",
        ),
        (r"(?:copyright|©|\(c\)).{0,160}|all\srights\sreserved\b.{0,80}", "copyright line"),
        (
            (
                r"your\semail\saddress\swill\snot\sbe\spublished\b.{0,80}"
                r"|required\sfields\sare\smarked\b.{0,20}|cancel\sreply|save\smy\sname\b.{0,120}|post\scomment"
            ),
            "comment form",
        ),
        (r"(?:comments?|\d+\scomments?|no\scomments?|leave\sa\scomment)", "comment counts"),
        (
            (
                r"(?:table\sof\s)?contents|\d+\smin(?:ute)?s?\sread|estimated\sreading\stime\b.{0,30}"
                r"|listen\sto\sthis\sarticle\b.{0,30}"
            ),
            "readers' aids",
        ),
    ),
    flags=re.NOFLAG,
)
FURNITURE_END = _any(
    (
        (
            (
                r"related\s(?:articles?|posts?|stories|news|content|topics|reading|links)"
                r"|you\smay\salso\s(?:like|enjoy)|you\smight\s(?:also\s)?(?:like|be\sinterested\sin)"
            ),
            "more of the site",
        ),
        (
            (
                r"(?:read|see)\snext|more\s(?:from|stories|news|on\sthis|in\s).{0,60}|recommended\b.{0,40}"
                r"|trending(?:\snow)?|most\s(?:read|popular)|latest\s(?:news|posts|stories)|popular\sposts"
            ),
            "more of the site",
        ),
        (
            (
                r"leave\sa\s(?:reply|comment)(?:\scancel\sreply)?|join\sthe\s(?:conversation|discussion)"
                r"|post\sa\scomment|comments\sare\sclosed"
            ),
            "comment form",
        ),
        (r"about\s(?:the\s)?author|author\sbio", "author box"),
        (
            r"share\sthis(?:\s(?:article|story|post))?|sign\sup\sfor\sour\s.{0,60}newsletter\b.{0,60}",
            "share row under the text",
        ),
    ),
    flags=re.NOFLAG,
)
FURNITURE_SENTENCE = _any(
    (
        (r"the\spost\s(?:[^\n]{0,300}?\s)?(?:first\sappeared|appeared\sfirst)\son\s[^\n]{1,80}?(?=\.(?:\s|$)|\n|$)\.?", "WordPress feeds"),
        (r"(?:continue\sreading|read\s(?:the\s)?(?:more|rest|full\s(?:story|article|post))|(?:read|view|see)\s(?:more|on)\s(?:at|on|in))\b[^.!?\n]{0,80}(?:[.!?»→…\]]+|$)", "teasers"),
        (r"(?:\[\s*)?(?:click|tap)\s(?:here|the\slink)\b[^.!?\n]{0,120}(?:[.!?»→\]]+|$)", "teasers"),
        (r"(?:©|copyright\s(?:©|\(c\)|\d{4}))[^\n.]{0,80}\.(?:\s?all\srights\sreserved\.?)?(?:\s?for\spersonal\suse\sonly\.?)?", "copyright line"),
        (r"all\srights\sreserved\.?|for\spersonal\suse\sonly\.", "copyright line"),
        (r"(?:(?<![^\n])|(?<=[.!?…]\s))(?:please\s)?(?:sign\sup|subscribe)\s(?:for|to|now|here|today)\b(?![^.!?\n]*\b(?:speak|testify|comment|hearing|meeting)\b)[^.!?\n]{0,120}[.!?]", "calls to subscribe, not to testify"),
        (r"(?<![^\s.!?])(?:follow|like)\sus\son\b[^.!?\n]{0,100}(?:[.!?]|$)", "social rows"),
        (r"your\semail\saddress\swill\snot\sbe\spublished\.?(?:\s?required\sfields\sare\smarked\s?\*?)?", "comment form"),
        (r"(?:back\sto\stop\sbutton|leave\sa\sreply(?:\scancel\sreply)?|related\sarticles(?=\s*$|\s+leave\sa))", "page foot run into the text"),
        (r"\[\s*(?:reblogged|reposted)\sfrom\s[^\]\n]{1,60}\]", "blogs"),
        (r"support\s(?:our|local)\s(?:independent\s)?journalism\b[^.!?\n]{0,100}[.!?]", "appeals for money"),
        (r"this\s(?:article|story|post)\s(?:was\s)?(?:first|originally)\s(?:appeared|published)\s(?:on|in|by|at)\s[^.\n]{1,80}(?:\.|$)", "reposts"),
    )
)  # fmt: skip
# One of these stands in every such sentence: a plain search spares most lines the patterns.
FURNITURE_SIGNS = (
    "the post ", "read", "view", "see ", "click", "tap", "©", "copyright", "rights reserved", "personal use", "sign up",
    "subscribe", "us on", "email address", "back to top", "leave a reply", "related articles", "reblogged", "reposted",
    "journalism", "this article", "this story", "this post",
)  # fmt: skip
# A sentence that speaks of public business is kept whatever it names: a council may well ban payday lenders.
# Sought in what `bot.core.text.searchable` gives.
CIVIC = re.compile(
    r"\W(?:council|police|ordinance|legislat\w+|lawmakers?|senat(?:e|ors?)|bills?|bans?|banned|banning"
    r"|prohibit\w*|regulat\w+|court|judges?"
    r"|lawsuits?|attorney\sgeneral|governor|mayor|facial\srecognition|face\srecognition|surveillance"
    r"|biometric\w*|vot(?:e|es|ed|ers)|law|laws"
    r"|enforcement|sheriff|warrants?|privacy|civil\sliberties|license\splate|drones?|fined?|settlement"
    r"|act|commission)\b"
)
