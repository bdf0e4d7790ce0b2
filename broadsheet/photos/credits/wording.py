"""The words in which credits are written, in the languages that papers write and agencies send in."""

import re
from typing import Final

from broadsheet.lib.words import word_set


def any_of(words: str) -> str:
    """Return a pattern for any of these patterns, which stand between upright strokes; the longest comes first."""
    patterns = " ".join(words.split()).split(" | ")
    return f"(?:{'|'.join(sorted(patterns, key=len, reverse=True))})"


# What a credit calls the thing.
THING: Final = any_of(
    """
    photos? | photographs? | photography | pictures? | images? | pics? | fotos? | fotografías? | imagen |
    imágenes | bild(?:er)? | fotografie[ns]? | immagine | imagem | clichés? | zdjęcie | fotó | kuva |
    (?:ال)?صورة | تصوير | صور
    """
)
BY: Final = any_of("by | from | por | de | von | par | di | da | door | av | af | من إعداد | من")
# “Photo by”, “Photo: ”, “Image credit: ”, “Photo/”.
LABEL: Final = re.compile(
    rf"(?:(?:{THING} )?{any_of('credit | crédito | crédit | credits')}(?: {THING})? ?:|{THING}(?: taken)? {BY}(?= )|{THING} ?[:/|]|(?:by|por|von|par)(?= )|تصوير(?= )|[©Ⓒ]|\(c\)|copyright(?= ))",
    re.IGNORECASE,
)
# How it was got: at the beginning, what or who it came from following; or all that is said.
PROVIDED: Final = any_of(
    """
    provided by | supplied by | submitted by | contributed by | released by | furnished by |
    proporcionad[ao] por | facilitad[ao] por | suministrad[ao] por | cedid[ao] por | enviad[ao] por |
    fournie? par | zur verfügung gestellt von | cedida por | مقدمة من | قدمها | قدّمها
    """
)
COURTESY: Final = any_of(
    r"""
    courtesy of | courtesy | cortesía de(?!l\b) | cortesía | cortesia de | cortesia | courtoisie de |
    avec l'aimable autorisation de | per gentile concessione di | mit freundlicher genehmigung von | بإذن من
    """
)
HANDOUT: Final = any_of(
    """
    hand-?out (?:photo |image )?(?:from|by|of) | material de prensa de | foto de prensa de | صورة صحفية من |
    موزعة من
    """
)
PROVIDED_ALONE: Final = any_of(
    """
    provided | supplied | submitted | contributed | suministrada | facilitada | divulgação | fournie |
    proporcionada | privat | مقدمة(?: إلى الصحيفة)?
    """
)
COURTESY_ALONE: Final = any_of("courtesy | cortesía | cortesia | courtoisie | بإذن صاحبها")
HANDOUT_ALONE: Final = any_of(
    "hand-?out | pressefoto | foto de prensa | صورة صحفية | موزعة(?: على الصحافة)?"
)
READER: Final = any_of(
    "readers? | lector(?:es|a)? | leser(?:in)? | lecteur | lectrice | (?:ال)?قارئة? | (?:أحد )?القراء"
)
STAFF: Final = any_of(
    """
    staff photographer | staff | personal | redacción | redaktion | de la redacción | طاقم الصحيفة | فريق العمل
    """
)
FILE: Final = any_of(
    """
    files? | file photos? | from files? | archives? | archive photo | archivo | foto de archivo | de archivo |
    arquivo | archiv | archivfotos? | archivbild(?:er)? | أرشيف | صورة أرشيفية | (?:صورة )?من الأرشيف
    """
)
SCREEN_SHOT: Final = any_of(
    """
    screen ?-?(?:shot|grab|capture)s? | captura(?: de pantalla)? | bildschirmfoto | capture d'écran | لقطة شاشة
    """
)
VIDEO: Final = any_of("videos? | vídeos? | film | فيديو | مقطع فيديو")
ILLUSTRATION: Final = any_of(
    """
    illustrations? | ilustración | ilustração | graphic | grafik | gráfico | drawing | dibujo | رسم توضيحي | رسم
    """
)
PHOTO_ILLUSTRATION: Final = any_of(
    """
    photo[ -]?illustrations? | photo ?composite | fotoilustración | ilustración fotográfica | رسم مركب |
    صورة (?:توضيحية )?مركبة
    """
)
MADE_WITH_AI: Final = any_of(
    """

    (?:(?:image|photo|picture|illustration) )?(?:made|created|generated|produced) (?:with|by|using) (?:ai|artificial intelligence|generative ai) |
    ai[- ]generated(?: (?:image|photo|picture|illustration))? | ai[- ](?:image|illustration|picture) |
    (?:imagen )?(?:hecha|creada|generada) con (?:ia|inteligencia artificial) | ki[- ]generiert(?:es bild)? |
    mit ki erstellt | صورة مصنوعة بالذكاء الاصطناعي | (?:صورة )?(?:مولدة|أُنشئت) بالذكاء الاصطناعي
    """
)
AI_TOOLS: Final = any_of(
    r"""
    midjourney | dall[·.-]?e(?: \d)? | chatgpt | adobe firefly | firefly | stable diffusion | gemini | imagen \d
    """
)
SPECIAL_TO: Final = any_of("special to | especial para | for | para | für | pour | خاص ب | لصالح")
VIA: Final = any_of("via | vía | über | عبر")
AND: Final = any_of("and | y | e | und | et | & | en | و")
# The “and” that is written together with the next name; some names begin with this letter themselves.
AND_JOINED: Final = (
    r" و(?!(?:ليد|ائل|سيم|سام|فاء|داد|ديع|جدي|جيه|حيد|لاء|رد|عد|هيب|هبة|صفي|اصف|ثيق|ضاح|رود|ئام)(?: |$))"
    r"(?=[^\W\d_][\w.'’-]*[ \u00a0]\S)"
)
PLATFORMS: Final = any_of(
    """
    tiktok | youtube | instagram | facebook | twitter | x | snapchat | reddit | bluesky | threads | vimeo |
    telegram | whatsapp | nextdoor | twitch | zoom | google maps | google street view | google earth | twitter/x |
    truth social | mastodon
    """
)
LICENCE: Final = re.compile(
    r"(?:\bcc[ -](?:by(?:[ -](?:nc|sa|nd))*|0)(?:[ -]\d(?:\.\d)?)?(?: (?:[a-z]{2}|international|unported|generic|deed))?\b|\bpublic domain\b|\bdominio público\b|\bcc0\b)",
    re.IGNORECASE,
)
# Agencies and libraries, in small letters; the paper's own names are added by who reads.
AGENCIES: Final = frozenset(
    name.strip().casefold()
    for name in """
    AP, The Associated Press, Associated Press, Reuters, AFP, Agence France-Presse, dpa, EFE, EPA, epa, ANSA, AAP, PA, PA Media,
    PA Wire, Press Association, The Canadian Press, Canadian Press, CP, Getty Images, Getty, AFP/Getty Images, Bloomberg, UPI, TNS,
    Tribune News Service, Tribune Content Agency, Zuma Press, Shutterstock, iStock, Adobe Stock, Alamy, Unsplash, Pexels, Pixabay,
    Wikimedia Commons, Wikimedia, Flickr, Xinhua, Kyodo, Kyodo News, Sipa, Sipa USA, imago, IMAGO, APA, Keystone, KEYSTONE, ANP,
    Belga, Lusa, NTB, Ritzau Scanpix, Ritzau, TT, Scanpix, Lehtikuva, MTI, PAP, CTK, TASS, Magnum Photos, Redux, The New York Times
    News Service, States Newsroom, Cronkite News, Imagn, USA TODAY Sports, Imagn Images, NurPhoto, Anadolu, Europa Press, Notimex,
    Cuartoscuro, Estadão Conteúdo, Folhapress, Agência Brasil, picture alliance, picture-alliance, SWNS, WENN, PTI, ANI, STT, NTB Scanpix, رويترز, أ ف ب, د ب أ,
    أ ب, أسوشيتد برس, فرانس برس, الأناضول, شينخوا, غيتي
    """.replace("\n", " ").split(",")
)
ORGANISATION_WORDS: Final = re.compile(
    r"(?:&|\d|\b(?:the|inc|llc|co|corp|ltd|plc|gmbh|company|county|city|town|village|state|states|department|dept|district|police|sheriff|sheriff's|fire|office|"
    r"school|schools|university|college|academy|institute|center|centre|museum|library|archives?|society|association|"
    r"foundation|council|commission|board|agency|authority|bureau|service|services|press|news|times|herald|ledger|tribune|"
    r"gazette|journal|post|courier|chronicle|observer|register|record|star|sun|mail|daily|weekly|magazine|media|images|"
    r"photos|photography|studios?|productions?|pictures|tv|radio|network|group|club|league|team|church|hospital|health|clinic|"
    r"park|parks|port|airport|railway|theater|theatre|festival|committee|campaign|government|ministry|navy|army|force|"
    r"guard|marines|nasa|noaa|fbi|usgs|courtesy|google|maps|collection|family|friends|de|del|la|el|los|las|"
    r"وكالة|وزارة|بلدية|شرطة|هيئة|جامعة|مدرسة|مكتبة|متحف|مركز|مستشفى|جمعية|مؤسسة|شركة|نادي|صحيفة|جريدة|مجلة|قناة|إذاعة)\b)",
    re.IGNORECASE,
)
# A family may have these before its name; they make no organisation.
PARTICLES: Final = word_set(
    """
    de del la el los las y e van von der den di da bin al
    """
)
# Words that name no one and may be left out of what was read.
NOISE: Final = word_set(
    """
    privat un una el los a an the by of from with on in at for to via and taken photo photos photograph
    photographs photography picture pictures image images pic pics credit credits copyright c courtesy provided
    supplied submitted contributed released furnished handout hand out file files archive archives screen shot
    shots grab grabs capture captures screenshot screenshots screengrab screencapture s video videos
    illustration illustrations graphic drawing composite staff photographer special reader readers made created
    generated produced using ai artificial intelligence generative foto fotos fotografía fotografías imagen
    imágenes bild bilder fotografie fotografien fotografies immagine imagem cliché clichés zdjęcie fotó kuva
    crédito crédit por de von par di da door av af proporcionada proporcionado facilitada facilitado
    suministrada suministrado cedida cedido enviada enviado fournie fourni zur verfügung gestellt cortesía
    cortesia courtoisie avec l aimable autorisation per gentile concessione mit freundlicher genehmigung
    material prensa divulgação pressefoto lector lectora lectores leser leserin lecteur lectrice personal
    redacción redaktion la archivo arquivo archiv archivfoto archivfotos archivbild archivbilder captura
    pantalla bildschirmfoto d écran vídeo vídeos film ilustración ilustração grafik gráfico dibujo
    fotoilustración fotográfica hecha creada generada con ia inteligencia artificial ki generiert generiertes es
    erstellt especial para für pour vía über y e und et en x صورة الصورة تصوير صور من مقدمة قدمها قدّمها بإذن
    صحفية قارئ القارئ طاقم الصحيفة أرشيف أرشيفية الأرشيف لقطة شاشة فيديو مقطع رسم مركب مصنوعة بالذكاء الاصطناعي
    مولدة أُنشئت خاص ب لصالح عبر و إعداد إلى على موزعة الصحافة صاحبها قارئة القارئة أحد القراء فريق العمل حساب
    نشره توضيحي توضيحية مركبة
    """
)
