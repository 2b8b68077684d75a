"""The words that the language keeps for itself: none of them can be declared as a name."""

TOP_LEVEL = (
    "terms", "import", "kind", "entity", "act", "relation", "assume", "define", "open", "clause", "claim", "case", "accepting",
    "strike", "replace",
)  # fmt: skip
"""The words that begin a block."""

LATER = frozenset("state initially needs causes ends reached within step steps wait given owed run stuck with where".split())
"""Words of constructs that are not built yet: reserved, so that no document has to change when they are."""

RESERVED = LATER | frozenset(
    """terms import kind entity act relation assume define open term clause claim case accepting strike replace
    issuer source version default conflicts requires amends from through before until optional example set money
    in for any all none one of means includes excludes quote exception notwithstanding subject to permit forbid require
    disapply when unless because as is never always sometimes outcome does not depend on applies under some reading expect
    permitted forbidden expressly silent conflicting breach unsettled undecided and or implies has no only exists
    flag integer number percent duration date says true false""".split()
)
"""Every reserved word. `date` is the role that every act has."""

UNITS = {
    "second": "second", "seconds": "second", "minute": "minute", "minutes": "minute", "hour": "hour", "hours": "hour",
    "day": "day", "days": "day", "week": "week", "weeks": "week", "month": "month", "months": "month", "year": "year",
    "years": "year",
}  # fmt: skip
"""Words of units, to the word in the singular."""

CURRENCIES = frozenset(
    """AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP
    CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK
    JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN
    NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC
    SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG""".split()
)
"""Currencies by their ISO 4217 codes."""

ABBREVIATIONS = {
    "s": "seconds", "sec": "seconds", "secs": "seconds", "min": "minutes", "mins": "minutes", "h": "hours", "hr": "hours",
    "hrs": "hours", "d": "days", "w": "weeks", "wk": "weeks", "mo": "months", "y": "years", "yr": "years", "percent": "%",
    "dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR", "pounds": "GBP", "yen": "JPY",
}  # fmt: skip
"""What people write for a unit, to the unit."""

COMMON_CURRENCIES = ("USD", "EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "CNY", "INR")
"""The ones that are meant first where a code is misspelled."""
