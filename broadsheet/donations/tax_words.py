"""Words about taxes that only a charity may say of its own gifts, found however they are written; and how its number is written.

Looked for in the languages that papers are written in. Words that are only near them (a paper that reads tax bills, a fee
that is deducted from an account) pass: the tests hold ordinary appeals, each of which must.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _

from broadsheet.donations.errors import WordingError

# Patterns are written without accents and vowel signs, as texts are looked at.
_GIFT = r"(?:gift|donation|contribution|support|giving|pledge|check|cheque|membership|dollar)s?"
_LESS = r"(?:lower|reduce|cut|trim|shrink|offset|decrease|lessen|save)s?"
_ON_TAXES = (
    r"(?:\s+(?:on|off|from|down|you|your|his|her|their|the|a|income|federal|state|own|next|this|year|yearly)){0,4}"
    r"\s+tax(?:es|able|\s+bill)?\b"
)
_BREAK = r"tax[\s-]+(?:break|benefit|credit|relief|saving|advantage|incentive|receipt|perk)s?\b"
_TAXES_AR = r"\w{0,6}ضرا?يب\w*"

# Said by nobody but a charity, not even as part of a name.
_OF_TAXES: Final = (
    r"(?:\btax(?:es)?[\s_‐‑–-]{1,3})?deduct\w*",
    r"\btax(?:es)?[\s_‐‑–-]{0,3}exempt\w*|\btax[\s_‐‑–-]?free\b|\btax[\s_‐‑–-]{1,2}(?:advantaged|favou?red|efficient)",
    r"\bexempt\s+from(?:\s+\w+){0,3}\s+tax|\bexempt\s+(?:organi[sz]ation|status)",
    r"\bwrite[‐‑-]offs?\b|\bwriteoffs?\b|\ba\s+write\s+off\b|\btax[\s-]+write",
    r"\b(?:writ(?:e|es|ing|ten)|wrote)\s+(?:it|(?:your|the|a|this|that|any|each|every)\s+(?:\w+\s+)?"
    + _GIFT
    + r")\s+off\b",
    r"\b(?:writ(?:e|es|ing|ten)|wrote)\s+off\s+(?:your|the|a|this|that|any|each|every|all)\s+(?:\w+\s+){0,2}"
    rf"(?:{_GIFT}|amount)\b",
    r"\b(?:writ(?:e|es|ing|ten)|wrote)\s+(?:\w+\s+){0,3}off(?:\s+\w+){0,3}\s+tax",
    rf"\bclaim\s+(?:it|(?:your|the|a|this)\s+(?:\w+\s+)?{_GIFT})\b(?:\s+\w+){{0,3}}\s+(?:tax|irs\b)",
    rf"\b{_GIFT}(?:\s+\w+){{0,3}}\s+{_LESS}{_ON_TAXES}",
    r"\b(?:it|that|this)(?:\s+(?:also|even|may|can|could))?\s+(?:lower|reduce|cut|save)s?(?:\s+(?:you|on)){0,2}"
    r"\s+your(?:\s+\w+)?\s+tax",
    rf"\b{_LESS}{_ON_TAXES}(?:\s+\w+)?\s+(?:by\s+(?:giving|donating)|with\s+(?:a|your|this|each)\s+{_GIFT}"
    r"|(?:when|if)\s+you\s+(?:give|donate))",
    rf"\b(?:give|donate|giving|donating)(?:,?\s+\w+){{0,4}},?\s+(?:and|to)\s+{_LESS}{_ON_TAXES}",
    rf"\byour\s+{_BREAK}|\b(?:gives?|brings?|earns?|gets?|offers?)\s+you\s+(?:\w+\s+){{0,2}}{_BREAK}"
    rf"|\b(?:you\s+(?:\w+\s+)?|(?:give|donate)(?:,?\s+\w+){{0,3}},?\s+and\s+)(?:get|claim|earn|receive|enjoy)\s+(?:a|an|the|your)\s+(?:\w+\s+)?{_BREAK}"
    rf"|{_BREAK}\s+(?:for|to)\s+(?:you|donors|givers|supporters|your|each|every)\b",
    r"\bfor(?:\s+\w+){0,2}\s+tax\s+purposes|\byour(?:\s+\w+)?\s+tax\s+(?:returns?|records?|filing)\b",
    r"\b501[\W_]{0,3}c[\W_]{0,3}3(?!\d)\)?",
    r"(?-i:\bE\.?I\.?N\b)|\bein[\s:#]+(?:(?:is|no\.?|number)\s+)?\d|\bemployer[\s-]+ident\w*|(?-i:\bTIN\b)|\b\d{2}[‐‑–-]\d{7}\b",
    r"\btax(?:payer)?[\s-]*(?:id\b|i\.d\b|identification|no[.:]|number\b)|\bfederal\s+id\b",
    r"\bI\.?R\.?S\.?[\s-]+(?:approved|recogni[sz]ed|registered|qualified)"
    r"|\b(?:approved|recogni[sz]ed|registered)\s+(?:by|with)\s+the\s+I\.?R\.?S\b",
    # Spanish
    r"\bdeducib\w*|\bdesgrav\w*|\bdeduccion(?:es)?\b|\bdeduci(?:r|endo)\w*|\bdeduzc\w*"
    r"|\bdeduc(?:e|es|en)\b(?:\s+\w+){0,4}\s+(?:impuest|renta|irpf|isr)\w*",
    r"\bexent[oa]s?(?:\s+\w+){0,4}\s+(?:impuest|tribut|fiscal|isr\b|irpf\b)\w*",
    r"\b(?:organizacion|entidad|institucion|sociedad|asociacion|fundacion|donativos?|donacion(?:es)?|regalos?"
    r"|aportacion(?:es)?)(?:\s+\w+){0,2}\s+exent[oa]s?\b",
    r"\bexencion(?:es)?(?:\s+\w+){0,3}\s+(?:fiscal|impuest|tributari)\w*|\blibres?\s+de\s+impuestos"
    r"|\bexonerad[oa]s?(?:\s+\w+){0,2}\s+impuest\w*",
    r"\b(?:donativo|donacion|aportacion|contribucion|regalo|apoyo)(?:es|s)?(?:\s+\w+){0,3}\s+"
    r"(?:reduc|rebaj|baj|disminuy|ahorr)\w*(?:\s+\w+){0,3}\s+impuestos",
    r"\b(?:descont\w*|descuent\w*|restar\w*|restel[oa]s?)(?:\s+\w+){0,3}\s+de\s+(?:sus?|tus?|los|la)\s+(?:impuestos|declaracion|renta)\b",
    r"\b(?:numero\s+(?:de\s+)?)?identificacion\s+(?:fiscal|tributaria|patronal|del\s+empleador)"
    r"|\bnumero\s+(?:fiscal|tributario|patronal)",
    # Arabic
    rf"(?:خصم|حسم|اقتطا?ع|استقطا?ع)\w{{0,9}}(?:(?:\s+\w+){{0,3}}\s+من)?\s+{_TAXES_AR}",
    r"قابل\w{0,9}\s+لل?(?:خصم|حسم|اقتطاع|استقطاع|تنزيل)\w*",
    rf"معف\w{{0,9}}(?:\s+\w+){{0,3}}\s+{_TAXES_AR}|اعفا\w{{0,9}}(?:\s+من)?\s+{_TAXES_AR}",
    rf"(?:تبرع|هديت|هبت|دعم|مساهم)\w{{0,9}}(?:\s+\w+){{0,3}}\s+\w{{0,4}}(?:خفض|قلل|خفف|نقص)\w*(?:\s+\w+){{0,3}}\s+{_TAXES_AR}",
    r"رقم\w{0,9}(?:\s+\w+){0,2}\s+\w{0,4}ضريبي\w*",
)
# May stand in the proper name of somebody else: of a foundation that doubles gifts, of a sponsor.
_CHARITY: Final = (
    r"charit\w+",
    r"\bcaritativ\w*|\bbenefic[oa]s?\b|\bbeneficencia\b|\b(?:obras?|organizacion|entidad|institucion)\s+de\s+caridad\b",
    r"\b[وفبلك]?(?:ال|لل)?خيري(?:ة|ه|ا|ات|ون|ين)?\b",
)
# Never said by a business; true of papers that are exempt.
_NONPROFIT: Final = (
    r"\bnon[\s‐‑–-]*profit\w*|\bnot[\s‐‑–-]+for[\s‐‑–-]+profit\b|\b501[\W_]{0,3}c\b",
    r"\bsin\s+(?:fin(?:es)?|animo)\s+(?:de\s+lucro|lucrativos?)\b|\bno\s+lucrativ\w*",
    r"\bغير\s+(?:ال)?ربحي\w*|\bغير\s+(?:ال)?هادف\w*\s+(?:للربح|الى\s+(?:ال)?ربح)|\bلا\s+[تي]هدف\s+(?:للربح|الى\s+(?:ال)?ربح)",
)
_TAKEN = r"\bdeduct(?:s|ed|ing)?\b"
_NOT_TAXES = r"(?!(?:\s+\w+){0,4}\s+tax)"
# What the stems above would find, and says nothing of taxes.
_ORDINARY: Final = (
    r"\b(?:payroll|wage|salary|paycheck|bank|automatic|direct)\s+deductions?\b" + _NOT_TAXES,
    _TAKEN
    + r"(?:\s+\w+){0,4}\s+from\s+(?:(?:your|the|a|our|their|his|her|each|every)\s+)?(?:\w+\s+)?"
    r"(?:bank|accounts?|cards?|balance|pay|paychecks?|wages|salary|payouts?|total|deposits?)\b"
    + _NOT_TAXES,
    _TAKEN
    + r"\s+(?:(?:its|the|their|a|an|our|any|all|no|small|own|processors?|processing|card|bank|usual)(?:['’]s)?\s+){0,4}"
    r"(?:fees?|charges?|commissions?)\b" + _NOT_TAXES,
    r"\b(?:fees?|charges?|commissions?)\s+(?:(?:is|are|was|were|has|have|been|that|which|already)\s+){0,3}"
    + _TAKEN
    + _NOT_TAXES,
    r"\bdeduc\w+(?:\s+\w+){0,3}\s+de\s+(?:su|tu|la)\s+(?:cuenta|tarjeta|nomina|saldo)\b",
    # Streets and telephones.
    r"\bcharity\s+(?:street|st|lane|ln|road|rd|avenue|ave|court|drive|square|hill)\b",
    r"\b(?:tel|telephone|telefono|tfno|phone|call|هاتف|تلفون)\W{0,3}\d{2}-\d{7}\b",
)


def _one_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_IN_A_NAME: Final = _one_of(_OF_TAXES)
_IN_A_TEXT: Final = _one_of((*_OF_TAXES, *_CHARITY))
_OF_A_BUSINESS: Final = _one_of((*_OF_TAXES, *_CHARITY, *_NONPROFIT))
_PASSES: Final = _one_of(_ORDINARY)
# Format characters (a soft hyphen, marks of direction), accents and vowel signs; and the stroke that stretches Arabic words.
_UNSEEN: Final = ("Cf", "Mn")
_STRETCH: Final = "ـ"

_NUMBER: Final = re.compile(r"([0-9]{2})[\s‐‑–-]?([0-9]{7})")


def charitys_words(
    text: str, *, but: Iterable[str] = (), is_name: bool = False, is_business: bool = True
) -> str:
    """Return the first words of a text that only a charity may say; nothing if there are none.

    Args:
        but: sentences that may be said.
        is_name: the text is somebody else's proper name: "charity" may stand in it.
        is_business: the paper is one: it is no nonprofit of any kind.

    >>> charitys_words("Every gift is tax-deductible.")
    'tax-deductible'
    >>> charitys_words("We read the tax bills that nobody else reads.")
    ''
    """
    plain, places = _plain(text)
    for sentence in but:
        if words := _plain(sentence)[0].strip(" .\n").split():
            plain = _without(re.compile(r"\s+".join(map(re.escape, words))), plain)
    plain = _without(_PASSES, plain)
    patterns = _IN_A_NAME if is_name else _OF_A_BUSINESS if is_business else _IN_A_TEXT
    found = patterns.search(plain)
    return text[places[found.start()] : places[found.end() - 1] + 1].strip() if found else ""


def _plain(text: str) -> tuple[str, list[int]]:
    """Return a text as it is looked at, and for each of its characters the place in the text that it comes from."""
    plain: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for part in unicodedata.normalize("NFKD", character):
            if unicodedata.category(part) not in _UNSEEN and part != _STRETCH:
                plain.append(part)
                places.append(place)
    return "".join(plain), places


def _without(pattern: re.Pattern[str], plain: str) -> str:
    """Return a text in which what is found is no word any more; its characters stay where they are."""
    return pattern.sub(lambda found: "\0" * len(found[0]), plain)


def read_ein(words: str) -> str:
    """Return an employer identification number as it is written: two digits, a hyphen, seven digits.

    Errors:
        WordingError: it is none.

    >>> read_ein("123456789")
    '12-3456789'
    """
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", words).strip())
    if found is None:
        raise WordingError(_("Write the EIN as 12-3456789: two digits, a hyphen, seven digits."))
    return f"{found[1]}-{found[2]}"


def is_ein(words: str) -> bool:
    try:
        read_ein(words)
    except WordingError:
        return False
    return True
