"""Which words only a charity may say, however they are written, and which ordinary appeals say nothing of the kind."""

import pytest

from broadsheet.donations.errors import WordingError
from broadsheet.donations.tax_words import charitys_words, read_ein
from broadsheet.donations.wording import NOT_DEDUCTIBLE

CHARITYS = [
    "Every gift is tax-deductible. Give now.",
    "Every gift is tax deductible.",
    "Every gift is taxdeductible.",
    "It is fully deductible.",
    "It is fully deductable.",
    "A tax deduction for you",
    "Deduct it from your taxes.",
    "You may deduct this gift.",
    "Claim your deduction.",
    "The fee is deducted from your taxes.",
    "Your gift lowers your taxes.",
    "Your gift can also reduce your tax bill.",
    "A donation saves you on taxes.",
    "Save on taxes by giving.",
    "Give today and save on your taxes.",
    "Give, and it lowers your taxes.",
    "Write it off.",
    "Write it off your taxes.",
    "You may write your gift off.",
    "Write off your whole donation.",
    "A write-off for you.",
    "Claim it on your tax return.",
    "A gift gives you a tax break.",
    "There is a tax credit for donors.",
    "Give today and get a tax break.",
    "Tax No. 123456789",
    "Keep this letter for tax purposes.",
    "We are tax-exempt.",
    "We are exempt from federal income tax.",
    "Give tax-free.",
    "We are a charity.",
    "A charitable gift",
    "A 501(c)(3).",
    "A 501c3 paper",
    "A 501 (c) (3) paper",
    "EIN 12-3456789",
    "12-3456789",
    "123456789 is our tax id.",
    "Our taxpayer identification number is at the foot.",
    "An IRS-recognized newspaper",
    # However it is written.
    "It is tax-d\u00adeductible.",
    "It is tax-de\u200bductible.",
    "It is ｔａｘ-ｄｅｄｕｃｔｉｂｌｅ.",
    "A ５０１(c)(３) paper",
    "It is tax‑deductible.",
    "IT IS TAX-DEDUCTIBLE.",
    # In Spanish.
    "Su donativo es deducible de impuestos.",
    "Su donativo es deducible.",
    "Puede deducirlo de sus impuestos.",
    "Una deducción fiscal para usted",
    "Puede desgravar su donativo.",
    "Su donativo desgrava.",
    "Estamos exentos de impuestos.",
    "Su donativo está exento.",
    "Somos una organización exenta.",
    "Su donativo reduce sus impuestos.",
    "Réstelo de sus impuestos.",
    "Una exención fiscal",
    "Somos una organización benéfica.",
    # In Arabic.
    "خصم من الضرائب",
    "يمكنك حسم تبرعك من الضريبة.",
    "تبرعك قابل للخصم من الضريبة.",
    "يمكنك خصمه من ضرائبك.",
    "خَصْم ضريبي",
    "معفى من الضريبة",
    "تبرعك معفى من الضرائب.",
    "نحن جريدة معفاة من الضريبة.",
    "إعفاء ضريبي لك",
    "تبرعك يخفض ضرائبك.",
    "نحن جمعية خيرية.",
    "رقمنا الضريبي 123456789",
]
OF_NO_BUSINESS = [
    "We are a non-profit.",
    "A nonprofit organization",
    "A not-for-profit newsroom",
    "We are a 501(c)(4) organization.",
    "Somos un periódico sin fines de lucro.",
    "نحن جريدة غير ربحية.",
]
# Nobody may be told to leave words out of these.
ORDINARY = [
    "Two reporters sit in the courthouse each day. Your gift keeps them there.",
    "Support local journalism.",
    "We tell you where your taxes go.",
    "Nobody else reads the tax bills that the county sends.",
    "The mayor says it will cut your taxes. We read the budget.",
    "We found the tax break that the mill was given.",
    "When the county raised property taxes, we asked why.",
    "Your gift pays for the reporter who asks who would lower your taxes.",
    "Our reporting saved taxpayers two million dollars.",
    "The tax collector answers our calls now.",
    "Don’t write off local news.",
    "The big chains wrote us off. You did not.",
    "They write off small towns; we live in one.",
    "Your monthly gift is deducted from your account on the first.",
    "The processor deducts its fee before your gift reaches us.",
    "Fees are deducted by the processor.",
    "Payroll deduction is welcome.",
    "Nobody is exempt from our questions.",
    "We exempt nobody.",
    "We asked why a tax no voter approved was raised.",
    "The tax numbers did not add up, so we added them.",
    "Companies threaten to leave and get a tax break; we name them.",
    "Trust is earned. Help us earn yours.",
    "The Teal Foundation doubles each gift.",
    "A mug, from gifts of $50",
    "Call us at 608-555-0142, or write to Box 501, Larkmere.",
    "Account 123456789, routing number 021000021",
    "12 Charity Lane, Larkmere, WI 53703-1234",
    "Keep the courthouse covered: $20,000 by December 31.",
    "We were founded in 1893 and have 2,104 members.",
    "Ein Dorf, eine Zeitung? We are that paper.",
    # In Spanish.
    "Apoye el periodismo de su pueblo.",
    "Le contamos en qué se gastan sus impuestos.",
    "El alcalde promete bajar los impuestos; leemos el presupuesto.",
    "Nadie está exento de nuestras preguntas.",
    "Ningún trabajo está exento de errores, y los corregimos.",
    "Preguntamos a dónde va el resto de sus impuestos.",
    "Su donativo paga a dos reporteros en el juzgado.",
    "El beneficio es de todos: un pueblo informado.",
    "Cada mes se descuenta de su cuenta lo que usted elija.",
    "De los números se deduce que faltan maestros.",
    "Llame al 608-555-0142 o escríbanos.",
    "Sin usted no hay periódico.",
    "Una taza, con donativos de 50 dólares",
    # In Arabic.
    "ادعموا الصحافة المحلية.",
    "نخبركم أين تذهب ضرائبكم.",
    "رفعت البلدية الضرائب فسألنا لماذا.",
    "يخصم المبلغ من بطاقتك كل شهر.",
    "حسم المجلس الجدل حول الضرائب وكنا هناك.",
    "كشفنا إعفاء المصنع من الضرائب.",
    "لا أحد معفى من أسئلتنا.",
    "في العامين الأخيرين كتبنا ألف خبر.",
    "تبرعك يدفع أجر مراسلين في المحكمة.",
    "أنتم الخير كله لبلدتنا.",
    "كوب لمن يتبرع بخمسين دولارا",
    "لا نخاف خصما ولا نجامل صديقا.",
]


@pytest.mark.parametrize("text", CHARITYS)
def test_no_reader_is_told_what_only_a_charity_may_say_however_it_is_written(text: str):
    for is_business in (True, False):
        assert charitys_words(text, is_business=is_business)


@pytest.mark.parametrize("text", OF_NO_BUSINESS)
def test_a_business_calls_itself_no_nonprofit_and_an_exempt_paper_may(text: str):
    assert charitys_words(text)
    assert not charitys_words(text, is_business=False)


@pytest.mark.parametrize("text", ORDINARY)
def test_nobody_has_to_change_an_ordinary_appeal(text: str):
    assert charitys_words(text) == ""


@pytest.mark.parametrize(
    "name",
    ["Teal Charitable Trust", "Charity of St. Ann", "Nonprofit News Fund", "مؤسسة تيل الخيرية"],
)
def test_others_keep_their_names(name: str):
    assert charitys_words(name, is_name=True) == ""


@pytest.mark.parametrize(
    "name", ["The Teal Trust, 501(c)(3)", "Tax-deductible gifts", "Teal Trust, EIN 12-3456789"]
)
def test_a_name_carries_no_promise_about_taxes(name: str):
    assert charitys_words(name, is_name=True)


def test_the_words_are_named_as_they_were_typed():
    assert charitys_words("Una deducción para usted") == "deducción"


@pytest.mark.parametrize(
    "own", [NOT_DEDUCTIBLE, NOT_DEDUCTIBLE.replace(" ", "\n"), NOT_DEDUCTIBLE[:-1]]
)
def test_the_papers_own_sentence_may_be_said_beside_nothing_else(own: str):
    assert charitys_words(f"Please give. {own}", but=[NOT_DEDUCTIBLE]) == ""
    assert charitys_words(f"{own} A charity.", but=[NOT_DEDUCTIBLE]) == "charity"


@pytest.mark.parametrize("words", ["12-3456789", "123456789", " 12 3456789 ", "１２-3456789"])
def test_an_ein_is_written_as_the_tax_office_writes_it(words: str):
    assert read_ein(words) == "12-3456789"


@pytest.mark.parametrize(
    "words", ["", "abc", "12-345678", "1234567890", "EIN 12-3456789", "1-23456789"]
)
def test_what_is_no_ein_is_refused_with_how_to_write_one(words: str):
    with pytest.raises(WordingError, match="12-3456789: two digits, a hyphen, seven digits"):
        read_ein(words)
