"""Sentences that papers set into or beneath every story: disclaimers, answers of forms, invitations.

Each pattern names what such a sentence does, not whose it is. They are matched against casefolded
text with straight apostrophes, at its beginning unless said otherwise.
"""

import re
from typing import Final

from broadsheet.archive.lines import QUOTES, Mark
from broadsheet.archive.vocabulary import any_of

BOILERPLATE_WORDS: Final = 60
INVITATION_WORDS: Final = 45

# What a form says before, while and after it is filled in.
FORM_ANSWER: Final = any_of(
    r"something went wrong", r"(?:whoops|oops|success|sorry)\W{1,2}(?:you|there|something|we|please)", r"there was an error\b.{0,60}(?:try|reload|request|form)", r"an error (?:has )?occurred", r"please try again", r"thanks? (?:you )?for (?:signing|subscribing)",
    r"we (?:can\'t|cannot|could not|couldn\'t) do (?:this|it|our work|that) (?:work )?without you", r"invalid email", r"(?:detta|dette) (?:är|er) en låst", r".{0,60}\b(?:community|comment(?:ing)?) (?:guidelines|policy|rules|standards)\b", r"please enter\b.{0,40}", r"you have (?:reached|read|used) (?:your|all|the)\b.{0,40}(?:limit|articles)", r"you(?:'ve| have) \d+ (?:free )?(?:articles?|stories)", r"we use your (?:sign-?up|email|details|data|information)", r"(?:story|article) saved", r"you can find this (?:story|article)",
    r"your e-?mail address will not be", r"etwas ist schief", r"ha ocurrido un error", r"une erreur (?:est survenue|s'est produite)", r"(?:this|das) (?:is|ist) (?:a|ein) (?:premium|plus)\S* ?(?:article|story|content|artikel)",
    r"(?:dieser|cet|este|questo|dit|den här|denne) (?:artikel|beitrag|article|artículo|contenido|artigo|articolo) (?:ist|est|es|é|è|is|är|er) (?:nur|réservé|exclusiv|solo|só|alleen|bara|kun)",
)  # fmt: skip

# Consent to cookies and to the use of what readers type.
COOKIES: Final = any_of(
    r"we (?:value|respect|care about) your privacy", r"we and our (?:\d+ )?partners", r"(?:we|this site|our partners) (?:also )?(?:use|store|process|place)\b.{0,80}\b(?:cookies|personal data|devices?)", r"(?:manage|cookie|privacy|consent) (?:your )?(?:choices|consent|preferences|settings|options)",
    r"(?:accept|reject|allow|decline|refuse) (?:all|cookies|and (?:close|continue))", r"more options", r"(?:alle )?(?:akzeptieren|ablehnen|zustimmen)(?: und weiter)?\W*\Z", r"(?:wir|unsere partner) (?:und unsere (?:\d+ )?partner )?(?:verarbeiten|speichern|nutzen|verwenden)\b.{0,80}(?:cookies|daten)", r"(?:nosotros|nous) (?:y|et) (?:nuestros|nos)\b.{0,20}(?:socios|partenaires)",
    r"(?:aceptar|rechazar|tout accepter|tout refuser|continuer sans accepter|accetta|rifiuta|aceitar)(?: (?:todo|todas|tutto|tutti|cookies|y continuar))?\W*\Z", r"(?:su|tu|votre|la tua) (?:privacidad|vie privée|privacy)\b.{0,30}(?:importa|importante|compte|priorité)",
)  # fmt: skip

# Where a text stood before, who owns it, whose opinion it is, how it was made.
PROVENANCE: Final = any_of(
    r"this (?:article|story|column|report|piece|content) (?:was )?(?:originally |first )?(?:appeared|ran|published|produced|written|provided|republished|made)\b.{0,30}(?:in|on|by|with|from|as|under|for)\b", r"(?:originally|first) (?:published|appeared) (?:in|on|by|at)\b", r"print headline", r"published in (?:the )?\S.{2,60}\b(?:19|20)\d\d", r"this is an archived (?:article|story)", r"(?:a )?version of this (?:article|story) (?:first )?(?:appears|appeared|ran)",
    r"republish (?:this|our)\b", r"creative commons", r"(?:letters|columns|opinions|views|commentaries|op-eds?)\b.{0,60}\b(?:expressed?|are|represent|reflect)\b.{0,60}\b(?:authors?|writers?|own|opinions?|views?|necessarily)", r"(?:our view|editorials?)\b.{0,20}\b(?:represents?|reflects?|expresses|are)\b.{0,60}(?:editorial board|opinion|newspaper)",
    r"this (?:website|site)(?: and\b.{0,40})? (?:adheres?|is part|is a member|is owned)\b", r"if you have a complaint", r"transparenzhinweis", r"(?:redaktioneller|korrektur-?)? ?hinweis der redaktion", r"(?:dieser|der) (?:artikel|text|beitrag) (?:erschien|ist (?:zuerst|ursprünglich)|wurde (?:zuerst|ursprünglich))", r"(?:cet article|ce texte) (?:a été|est) (?:initialement |d'abord )?(?:publié|paru)",
    r"(?:este artículo|esta (?:nota|noticia)) (?:fue|se) (?:publicad[oa]|publicó)", r"conforme a los criterios de", r"(?:the )?associated press\b.{0,60}\b(?:support|receives|is solely responsible)", r"(?:dit artikel|den här artikeln|denne artikkelen) (?:verscheen|publicerades|ble)",
    r"(?:\w+ ){1,5}(?:writers?|reporters?|correspondents?|editors?|staff)\b.{0,90}\bcontributed to this (?:report|story|article)", r"(?:redaktion|mitarbeit): ",
)  # fmt: skip

# An invitation names a channel, and begins as invitations do or says where to press.
CHANNEL: Final = any_of(
    r"whats-?app", r"telegram", r"newsletters?", r"(?:facebook|instagram|tiktok|twitter|bluesky|threads|youtube|signal|nextdoor)", r"podcasts?", r"(?:news )?alerts?", r"(?:our|unsere[nr]?|nuestr[oa]|notre|nossa|nostra|onze|vår) (?:app|channel|kanal|canal|site|website|page|store|photo store|gruppe|grupo|groupe)", r"ask us", r"nosso (?:site|canal|grupo|app)",
    r"(?:bandeja|buzón|postfach|posteingang|inbox|boîte mail|handy)", r"in the comments(?: below)?", r"clique aqui", r"hier geht",
    start=r"\b",
)  # fmt: skip
BECKONS: Final = any_of(
    r"join", r"follow", r"sign up", r"get", r"receive", r"subscribe", r"click", r"tap", r"download", r"listen to", r"like us", r"find us", r"connect with", r"for more\b.{0,40}(?:follow|visit|join)", r"stay", r"keep up", r"want (?:more|the latest|to)", r"did you make", r"do you\b(?=.{0,60}\?)", r"have you\b(?=.{0,60}\?)", r"what do you\b(?=.{0,60}\?)", r"watch for", r"look for", r"find", r"visit", r"go to", r"check out", r"want a\b(?=.{0,60}\?)",
    r"folgen", r"abonnieren", r"alle (?:nachrichten|meldungen|infos|news)", r"das wichtigste", r"die wichtigsten", r"nichts (?:mehr )?verpassen", r"keine (?:nachricht|meldung)\b", r"jetzt", r"sichern sie", r"melden", r"erhalten sie", r"holen", r"sígu?e", r"síguenos", r"únete", r"recib[ae]", r"suscríb\w+", r"apúntate", r"consulta", r"puedes seguir", r"toda la información",
    r"suivez", r"recevez", r"retrouvez", r"abonnez", r"rejoignez", r"inscrivez", r"téléchargez", r"receba", r"veja mais", r"siga", r"acompanhe", r"participe", r"entre n[oa]", r"clique", r"acesse", r"segui", r"iscriviti", r"ricevi", r"resta", r"unisciti", r"volg", r"ontvang", r"meld je", r"blijf", r"följ", r"få", r"følg", r"tilmeld", r"obserwuj", r"dołącz", r"zapisz", r"polub",
)  # fmt: skip
# What the paper asks to be sent, and an address to send it to.
SEND_IN: Final = any_of(
    r"to (?:submit|list|suggest|comment|place|share|send|respond|report|have your|get your|add an?|nominate|pitch)\b", r"(?:want|would you like) to\b", r"(?:got|have|know) (?:an?|any|something)\b", r"if you (?:have|know|would like|want|wish)\b.{0,60}(?:tip|story|photo|event|letter|idea|correction|newspaper)", r"(?:please )?(?:send|submit|e-?mail|share|forward)\b", r"(?:letters|submissions|tips|comments|obituaries|announcements|events|items|photos|briefs) (?:may|can|should|must)\b",
    r"(?:schicken|senden|schreiben) sie\b", r"(?:envíe|envíen|escriba|mande)\w*\b", r"(?:envoyez|écrivez|adressez)\b", r"(?:envie|escreva|mande)\b", r"(?:inviate|scrivete|scrivi)\b", r"(?:stuur|mail)\b", r"(?:skicka|mejla|send)\b",
)  # fmt: skip
SENT_TO: Final = re.compile(
    r"\S@\S+\.\w|\bletters? to the editor\b|\bletters? (?:of|to)\b|\b(?:submission|online) form\b|\bnews tips?\b"
)
# One word or two on a line: what a page's own buttons and counters say.
BUTTON_WORDS: Final = any_of(
    r"(?:printer|print)[- ](?:friendly)(?: version)?", r"buy (?:now|photo|this photo)", r"jump to recipe", r"(?:show|view|expand) (?:caption|transcript|all|map|gallery|slideshow)", r"(?:next|previous|prev|older|newer|forward|back)(?: (?:page|photo|slide|story|article|posts?|entries|image))?(?: ?[»›→])?", r"page \d+(?: (?:of )?\d+)*(?: next)?\W*", r"\d+ ?(?:of|/|von|de|sur|di|van|av) ?\d+", r"comments? (?:are|is) (?:closed|disabled|off|moderated)\b.{0,20}", r"like loading", r"load(?:ing)? (?:more )?comments",
    r"post navigation", r"view all(?: posts)? by .{3,40}", r"more by .{3,40}", r"top ads", r"by taboola", r"(?:recommended )?by outbrain", r"change|cancel|submit|send|ok|weiter|enviar|envoyer|invia|verstuur|skicka", r"\d+ (?:shares?|views?|likes?|kommentare?|comentarios?|visualizações)", r"(?:story|article) continues\b.{0,40}", r"\d+ view comments", r"image|photo|video", r"share your thoughts", r"(?:submitt|load|send)ing", r"opens in (?:a )?new window",
    r"weiter zum nächsten\b.{0,30}", r"zurück zur\b.{0,30}", r"(?:siguiente|anterior|suivant|précédent|próxima?|successivo|precedente|volgende|vorige)",
    end=r"\W*\Z",
)  # fmt: skip


def boilerplate_mark(text: str, folded: str, words: int) -> Mark | None:
    """Return what a sentence of the paper to its readers is, or None for any other line."""
    if words <= 7 and BUTTON_WORDS.match(folded):
        return Mark.ACTION
    if words > BOILERPLATE_WORDS or text[0] in QUOTES:
        return None
    if COOKIES.match(folded):
        return Mark.CONSENT
    if FORM_ANSWER.match(folded):
        return Mark.PLEA
    if PROVENANCE.match(folded) and (words > 4 or folded[-1] not in ".,"):
        return Mark.LEGAL
    return invitation_mark(text, folded, words)


def invitation_mark(text: str, folded: str, words: int) -> Mark | None:
    """Return the mark of a sentence that calls readers to a channel, or asks them to send something."""
    if words > INVITATION_WORDS or any(quote in text for quote in '“”„«»"'):
        return None
    if SEND_IN.match(folded) and SENT_TO.search(folded):
        return Mark.ACTION
    if BECKONS.match(folded) and CHANNEL.search(folded):
        return Mark.PLEA
    return None
