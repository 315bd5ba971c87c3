"""What sentences say that sell something: points for each kind of word, each row with its reason.

One kind alone is innocent ("the city got a free trial"); an advertisement always shows several at once.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cue:
    """A kind of word and what it says of a sentence: positive sells, negative tells."""

    points: float
    pattern: re.Pattern[str]
    """To be sought in what `bot.core.text.searchable` gives."""
    why: str


def _cue(points: float, why: str, words: str, *, starts: bool = False) -> Cue:
    """`words` are alternatives; blanks stand for any blank or hyphen. `starts`: at the sentence's start only."""
    pattern = words.replace(" ", r"[\s-]")
    # Not every alternative begins with a letter ("$5"), so the edge is "no letter before".
    return Cue(points, re.compile(rf"{'^' if starts else ''}\W(?:{pattern})"), why)


SURE = _cue(
    3.0,
    "wares that stand in no report unless they are its subject: planted into other people's articles",
    r"(?:same day|instant|quick|fast|payday|pay day|no credit check|bad credit|title|short term|cash advance|online)"
    r" (?:payday |cash |personal )?loans?\b|payday l(?:oan|end)|cash advance|loans? (?:online|near me|no credit)"
    r"|consolidate your debt|apply for a loan|online (?:casino|slots|poker|betting|gambling)|casino (?:bonus|games)"
    r"|free spins|welcome bonus|sports betting site|no deposit bonus|viagra|cialis|weight loss (?:pill|supplement)"
    r"|cbd (?:oil|gummies)|keto (?:gumm|pill)|male enhancement|miracle cure|essay writing (?:service|help)"
    r"|(?:write my|custom) (?:essay|paper)|assignment help|term papers? for sale"
    r"|(?:instagram|twitter|youtube|tiktok|facebook) (?:followers|likes|views)|seo (?:services|agency|packages)"
    r"|backlinks\b|guest post(?:ing)? service|promo code|coupons? codes?\b|black friday deals?|\d{2}% off\b"
    r"|crypto (?:presale|signals|trading bot)|forex (?:signals|broker|robot)|binary options|presale token"
    r"|buy bitcoin|best vpn\b|vpn (?:deal|discount|coupon)s?|get (?:nordvpn|expressvpn|surfshark)"
    r"|escort services?|mail order brides?|adult dating|hookup sites?|local singles"
    r"|(?:dui|personal injury|car accident) (?:lawyers?|attorneys?) near you"
    r"|replica (?:watch|handbag|rolex)|cheap (?:jerseys|flights|hosting|insurance)|(?:car )?insurance quotes?"
    r"|(?:see )?our (?:top |best )?picks and|weird trick|earn (?:a|an affiliate) commission|commission when you buy|affiliate (?:links?|commission)",
)
CUES = (
    SURE,
    _cue(
        1.0,
        "goods and services that reports of laws do not deal in",
        r"loans?\b|mortgages?|refinanc|credit cards?|(?:car|home|life|health|pet|auto) insurance|insurers\b|casino|slots\b"
        r"|poker|sportsbook|wager|gummies|supplements?\b|remed(?:y|ies)|serum|detox|belly fat|hair loss|tinnitus"
        r"|wrinkles|mattress|pillows?\b|meal kit|vpn\b|wristwatch|men's watches|jewelry|handbags|sneakers|eyeglasses"
        r"|prescription glasses|flights? to|hotel rooms?|cruises?\b|vacation packages?|luxury apartments?"
        r"|dealership|used (?:cars|trucks)|plumber|roofing|roofers|movers\b|moving services|locksmith|dental|dentist"
        r"|botox|chiropract|bitcoin|crypto|forex|day trad|stock picks|trading (?:app|bot|robot)|retirement savings|followers\b"
        r"|essays?\b|homework|deadlines|online degree|degree in as little|solar panels?|gift cards?|take our survey"
        r"|air purifier|vacuum cleaner|earbuds|gadgets?\b|laptops\b|private detective|singles\b|soulmate|cbd\b|vape"
        r"|injured in an accident|compensation you|unscrambler|horoscope|streaming of|movies and series|home security"
        r"|unlock your phone|recipes?\b|skin care|nutrition|gold (?:ira|coins|bars)|in gold\b|timeshare|hearing aids"
        r"|debt (?:relief|consolidation)|tax relief|car wash|furniture|carpet cleaning|pest control|tutoring|webinars?\b",
    ),
    _cue(
        1.0,
        "an offer",
        r"free (?:trial|shipping|quote|consultation|guide|bottle|returns?|delivery|months?|estimate|gift|download|sample|e ?book)"
        r"|(?:months?|weeks?|year|nights?) (?:of )?(?:for )?free|\d+% (?:off|bonus|cash)|cash ?back|bonus\b|discounts?\b"
        r"|coupons?\b|promo(?:tion)?\b|(?:with|use) code\b|voucher|deals?\b|on sale\b|for sale\b|half price|price[sd]? (?:from|at)"
        r"|lowest price|bargain|no (?:credit check|prescription|annual fee|paperwork|deposit|interest|contract)"
        r"|without a prescription|zero interest|interest free|(?:instant|same day|guaranteed) approval|money back"
        r"|risk free|limited time|selling out|while supplies last|same day dispatch|night trial|pay later|rebates?\b"
        r"|(?:save|borrow|win|earn) (?:up to |thousands|hundreds|a \$|\$)|rates are low|qualify for|making thousands|(?:is|are) free\b",
    ),
    _cue(
        0.7,
        "a price as shops tell it",
        r"(?:from|only|just|as (?:low|little) as|starts? (?:at|from)|starting (?:at|from)|save|under|up to|orders over|for)"
        r" (?:only |just |up to )?\$\d|\$\d+\.\d9\b|\$\d[\d,.]* (?:a|per) (?:month|week|day)",
    ),
    _cue(
        0.9,
        "tells the reader to buy",
        r"(?:get|buy|shop|try|order|book|download|discover|compare|play|claim|save|refinance|invest|hire|meet|unlock|enjoy|start"
        r"|call|visit|apply|join|learn how|take our|use|looking for|need an?|need|want to|tired of|struggling with|thinking of"
        r"|upgrade|treat yourself|make money|earn|win|find (?:the|your)|say goodbye|don't miss|grab|check out|rank)\b",
        starts=True,
    ),
    _cue(0.7, "speaks to the reader", r"you(?:r|rs|'re|’re|'ll|’ll|'ve|’ve)?\b"),
    _cue(
        0.7,
        "speaks for a shop",
        r"our (?:\w+ )?(?:partners?|readers|experts|collection|(?:online )?(?:store|shop)|team|specialists|licensed|experienced"
        r"|professionals|professional writers|attorneys|dealership|affordable|range|products?|cheap|customers|\w+ service)\b"
        r"|our readers|ship(?:s|ped) (?:discreetly|free|worldwide)|available (?:online|at our|with same)",
    ),
    _cue(
        0.5,
        "hurries the reader",
        r"(?:now|today|tonight|instantly|overnight|hurry)\b|in minutes|around the clock|before (?:sun|mon|tues|wednes|thurs|fri|satur)day"
        r"|this weekend only|the same day|in (?:two|three|\d+) (?:weeks|days)\b",
    ),
    _cue(
        0.5,
        "boasts",
        r"(?:best|cheap(?:est)?|affordable|top rated|luxury|trusted|amazing|effortless|stunning)\b|top picks|high(?:est)? quality"
        r"|experts? (?:rate|recommend)|doctors (?:don't|don’t|hate|recommend)|(?:one|simple) (?:\w+ )?(?:trick|remedy)|secret to",
    ),
    _cue(
        0.8,
        "asks for an order",
        r"call (?:now|us|today|\d)|visit our|order (?:online|now|today|yours)|shop now|(?:apply|register|enrol|enroll) (?:now|today|online)"
        r"|check your eligibility|sign up for (?:a|your|our)|click (?:here|below)|get (?:a|your) (?:free )?quote|see our|book (?:now|a free|online)|at checkout",
    ),
    _cue(
        -1.5,
        "reports what somebody said or did in public",
        r"(?:said|says|told|according to|wrote|argued|testified|spokes\w+|announced|reported)\b",
    ),
)
SELLS_FROM = 1.6
"""Points from which a sentence sells: two kinds of words, or one and a sales talk around it."""
SHARED_WORD = -0.8
"""Points for each telling word that the sentence shares with the headline or the other sentences."""
