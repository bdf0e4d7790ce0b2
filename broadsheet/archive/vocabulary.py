"""General words of newspapers' furniture, in the languages that local papers are written in.

None belongs to one paper's pages. Every list is matched against casefolded text with straight
apostrophes; shape is judged elsewhere, and a word here is never enough for a long line.
"""

import re
from typing import Final

from broadsheet.lib.words import word_set


def any_of(*alternatives: str, start: str = r"\A\W*", end: str = r"\b") -> re.Pattern[str]:
    return re.compile(f"{start}(?:{'|'.join(alternatives)}){end}")


# Titles of lists of other stories; the whole short line.
RAIL_TITLE: Final = any_of(
    r"more (?:\S+ )?(?:in|from|on|about|stories|news|headlines|like this|coverage|for you|to read|top)\b.*",
    r"(?:related|recommended|suggested|popular|trending|latest|recent|top|featured|similar|other)"
    r"(?: \S+)? (?:stories|story|articles?|news|headlines|coverage|posts?|reading|reads?|content|links?)(?: (?:in|from|for|on|about|by) .{2,30})?",
    r"(?:related|recommended|trending|popular|just in)(?: now| today| this week| in .{2,30})?(?: for you)?",
    r"(?:the )?latest(?: (?:in|from|on) .{2,30})?",
    r"most (?:read|popular|watched|viewed|shared|commented|recent)\b.{0,20}",
    r"(?:you (?:may|might|could)|readers) also (?:like|be interested|liked|read)\b.{0,20}",
    r"(?:also in|in other|elsewhere in|in case you missed|don't miss|what to read|read next|up next|next up|see also|"
    r"also read|read more from|what others are reading|what readers are reading|keep reading|around the web)\b.{0,30}",
    r"(?:editors?'?s? )(?:picks?|choice)", r"must[- ]reads?", r"around (?:the )?[\w' -]{3,24}", r"from (?:our partners|the archives?|around .{2,30})",
    r"mehr (?:zum thema|aus|von|zu|nachrichten|artikel|meldungen|lesen)\b.{0,30}", r"(?:lesen sie|das|auch|weitere[rs]?) "
    r"(?:auch|mehr|könnte sie|interessant|artikel|nachrichten|meldungen|themen|beiträge|berichte)\b.{0,30}",
    r"(?:meist|am meisten )(?:gelesene?n?|kommentierte?n?|geklickte?n?)\b.{0,20}", r"(?:neueste|aktuelle|ähnliche|verwandte)[nrs]? "
    r"(?:artikel|nachrichten|meldungen|beiträge|themen)\b.{0,20}", r"zum thema", r"passend zum thema", r"top-?themen",
    r"más (?:noticias|en|de|sobre|historias|leíd[ao]s?|vist[ao]s?|información)\b.{0,30}", r"lo (?:más|último)\b.{0,30}",
    r"(?:(?:también )?(?:te|le) (?:puede|podría|recomendamos)|le[eaé] también|además en|no te pierdas)\b.{0,30}",
    r"(?:noticias?|artículos?|notas?|contenidos?|temas|más) relacionad[oa]s?", r"relacionad[oa]s?", r"(?:últimas|otras) noticias\b.{0,20}",
    r"(?:à )?lire (?:aussi|également|la suite)\b.{0,20}", r"sur le même (?:sujet|thème)", r"(?:les )?(?:articles )?plus (?:lus|populaires|récents)",
    r"(?:plus d'articles|articles (?:liés|similaires|récents)|dans la même rubrique|vous aimerez aussi|à la une|à ne pas manquer)\b.{0,30}",
    r"(?:leia|veja) (?:também|mais)\b.{0,30}", r"(?:as )?mais (?:lidas|vistas|notícias|em|sobre)\b.{0,30}", r"(?:notícias|artigos) relacionad[oa]s",
    r"(?:leggi anche|altre notizie|i più letti|le più lette|potrebbe interessarti|ultime notizie|articoli correlati|notizie correlate)\b.{0,30}",
    r"(?:lees (?:ook|meer)|meer (?:over|uit|nieuws|van)|meest gelezen|gerelateerd|laatste nieuws|ander nieuws)\b.{0,30}",
    r"(?:läs (?:också|även|mer|vidare)|les (?:også|mer)|læs (?:også|mere)|mest (?:lest|læst|läst)\w*|mer (?:om|från|fra)|mere (?:om|fra)|"
    r"flere (?:nyheter|artikler|saker)|fler nyheter|senaste nytt|siste nytt|seneste nyt|relaterade?|lue myös|luetuimmat|lisää aiheesta)\b.{0,30}",
    r"(?:czytaj (?:także|też|więcej)|zobacz (?:także|też)|najczęściej czytane|podobne artykuły|więcej (?:o|z|na)|polecamy|"
    r"čtěte také|nejčtenější|související|citește și|cele mai citite|olvassa el|legolvasottabb|kapcsolódó)\b.{0,30}",
    r"(?:читайте (?:также|ещё|еще)|похожие|самое читаемое|другие новости|по теме|ещё по теме|читайте також)\b.{0,30}",
    r"(?:darllen mwy|mwy o newyddion|関連記事|相关新闻|相關新聞|相关阅读|관련기사|مقالات ذات صلة|اقرأ أيضا|διαβάστε (?:επίσης|ακόμα))\b.{0,30}",
    r"irakurri gehiago|llegeix també|més notícies|le également",
    r"more [\w&' -]{3,24}",
    end=r"\W*\Z",
)  # fmt: skip

# Words before the headline of another story, with a colon or a bar between, on one line.
RELATED: Final = any_of(
    "related", "read more", "read also", "also read", "see also", "more", "watch", "listen", "photos?", "video", "gallery",
    "read next", "in case you missed it", "icymi", "more on this", "previously", "previous coverage", "from the archives?", "related stor(?:y|ies)", "don't miss",
    "lesen sie auch", "mehr (?:dazu|zum thema)", "siehe auch", "lesen sie (?:mehr|hier)", "auch interessant", "le[eaé] también", "también lee",
    "relacionad[oa]", "más información", "le puede interesar", "te puede interesar", "ver más", "(?:à )?lire (?:aussi|également)", "voir aussi", "leia (?:também|mais)",
    "veja também", "leggi anche", "lees ook", "läs (?:också|även|mer)", "les også", "læs også", "lue myös", "czytaj (?:także|też)", "читайте также", "ver también",
    end=r" ?[:|»>–—]",
)  # fmt: skip

# The title of a box with one link, inside a story or at its end; such links have no teaser.
READ_ALSO: Final = any_of(
    r"(?:read|see) (?:also|more|next)", r"also read", r"related(?: stor(?:y|ies)| articles?)?", r"lesen sie auch", r"siehe auch", r"mehr zum thema", r"le[eaé] también", r"también lee", r"(?:à )?lire (?:aussi|également)", r"(?:leia|veja) também", r"leggi anche", r"lees (?:ook|meer)",
    r"läs (?:också|även|mer)", r"les (?:også|mer)", r"læs (?:også|mere)", r"lue myös", r"(?:czytaj|zobacz) (?:także|też|również)", r"читайте (?:также|ещё|еще)",
)  # fmt: skip
# What a story is filed under, with a colon.
TAGS: Final = any_of(
    r"filed under", r"this (?:article|story) (?:is )?(?:tagged|filed)(?: under)?", r"related topics?", r"tags?", r"tagged", r"topics?", r"posted in", r"categor(?:y|ies)", r"keywords?", r"etiquetas", r"temas", r"schlag(?:worte|wörter)", r"themen", r"mots[- ]clés", r"ämnen", r"emner?", r"tagi", r"теги", r"assuntos", r"argomenti",
    end=r" ?:",
)  # fmt: skip
# The same on a line of its own, and without a colon.
TAG_TITLE: Final = any_of(
    r"tags?", r"(?:related )?topics?", r"filed under", r"categor(?:y|ies)", r"keywords?", r"etiquetas", r"temas", r"schlag(?:worte|wörter)", r"themen", r"mots[- ]clés", r"ämnen", r"emner?", r"tagi", r"теги", r"assuntos", r"argomenti", r"more on", r"mehr zu",
    end=r"\W*\Z",
)  # fmt: skip
FILED: Final = any_of(r"(?:posted|filed|published) (?:in|under)(?: the)? [^.,]{2,40}", end=r"\Z")
# The heading of a few words about the writer.
ABOUT_WRITER: Final = any_of(
    r"about the (?:author|writer|reporter|columnist)", r"über (?:den autor|die autorin)", r"(?:sobre|acerca de) (?:el|la|del) autora?", r"à propos de l'auteure?", r"sull'autore", r"over de auteur", r"sobre o autor",
)  # fmt: skip

# Lines that send the reader somewhere, whole.
ACTION: Final = any_of(
    r"(?:read|see|view|show|load|learn|find out|get) (?:more|all|full|the full|the rest|next)\b.{0,40}", r"continue reading\b.{0,60}", r"click (?:here|to|on)\b.{0,60}",
    r"keep scrolling\b.{0,40}", r"(?:like|follow|find|join)(?: \S+){1,6} on (?:facebook|twitter|x|instagram|bluesky|mastodon|threads|youtube|whatsapp|tiktok|telegram|nextdoor)\b.{0,40}",
    r"(?:folgen sie|sígue|síguenos|suivez|siga|segui|volg)\b.{2,60}", r"\S+@\S+\.\w+", r"(?:följ|følg) oss\b.{0,40}", r"(?:volg ons|folge? uns|seguici|obserwuj nas|siga-nos|suivez-nous)\b.{0,40}", r"like(?: this)?:?", r"loading\W*", r"sign me up", r"(?:your |e-?mail )?e-?mail(?: address)?\*?", r"copy (?:the )?(?:story )?link", r"skip to\b.{0,30}", r"back to (?:top|home)\b.{0,20}", r"send (?:us )?(?:a |your )?(?:letter|tip|news|photo)s?\b.{0,60}",
    r"(?:give|send|submit|share) (?:us )?(?:your )?(?:news )?(?:tips?|letters?|photos?|ideas?)\b.{0,40}", r"write (?:a|us a|to the) (?:letter|editor)\b.{0,40}",
    r"have a (?:news )?tip\b.{0,60}", r"contact (?:us|the newsroom)\b.{0,40}", r"talk to us", r"join the (?:conversation|discussion)\b.{0,30}",
    r"report (?:an? )?(?:error|typo|correction)\b.{0,30}", r"react to this\b.{0,20}", r"(?:visit|watch|shop|browse|explore|discover)\b.{1,30}\bnow", r"purchase (?:this )?(?:photo|reprint)s?\b.{0,30}", r"order (?:a )?reprints?\b.{0,20}", r"(?:sign|log) (?:in|up|out)\b.{0,20}",
    r"(?:view|sign|leave) (?:the |a )?(?:guest ?book|condolence|tribute|memory)\b.{0,40}", r"send (?:sympathy )?flowers?\b.{0,40}", r"plant (?:a )?trees?\b.{0,40}",
    r"listen to (?:this|the) (?:article|story)\b.{0,30}", r"(?:enlarge|expand) (?:this )?(?:image|photo)?", r"hide caption", r"toggle caption", r"view (?:gallery|comments|photos)\b.{0,20}",
    r"weiterlesen\b.{0,40}", r"mehr (?:lesen|erfahren|anzeigen)\b.{0,40}", r"zum (?:artikel|seitenanfang|hauptinhalt|inhalt)\b.{0,30}", r"(?:schreiben|sagen|schicken) sie uns\b.{0,60}",
    r"leserbrief (?:schreiben|senden)\b.{0,30}", r"(?:artikel|beitrag) (?:teilen|drucken|merken|anhören|kommentieren|vorlesen)\b.{0,30}", r"fehler (?:melden|gefunden)\b.{0,30}",
    r"(?:leer|ver|conocer|saber) más\b.{0,40}", r"seguir leyendo\b.{0,40}", r"(?:haga|haz) clic\b.{0,60}", r"(?:envíe|envía|mándenos|escríbanos|cuéntenos|escribe una)\b.{0,70}", r"ir al contenido\b.{0,30}",
    r"(?:lire la suite|en savoir plus|cliquez ici|écrivez[- ]nous|contactez[- ]nous|voir plus|aller au contenu)\b.{0,60}", r"(?:leia mais|saiba mais|clique aqui|fale conosco|escreva para)\b.{0,60}",
    r"(?:leggi tutto|continua a leggere|clicca qui|scriveteci|scrivici)\b.{0,60}", r"(?:lees verder|lees meer|klik hier|tip de redactie|stuur ons)\b.{0,60}", r"(?:läs mer|les mer|læs mere|tipsa oss|tips oss)\b.{0,60}",
    r"(?:czytaj dalej|kliknij|napisz do nas|читать (?:далее|дальше)|подробнее)\b.{0,60}",
    end=r"\W*\Z",
)  # fmt: skip

# A line made of nothing but these has buttons, not words to read.
BUTTONS: Final = word_set(
    """
    share this story article post page on via tweet facebook twitter x bluesky mastodon threads instagram whatsapp telegram linkedin reddit pinterest youtube tiktok
    nextdoor signal flipboard sms rss email e-mail mail print copy link save bookmark like pin gift listen reply report flag follow us comment comments text size font a+ a- aa
    images articles collections ☰ menu search close open play pause mute video audio photos gallery show hide all by to or and via the teilen auf per drucken merken vorlesen kommentare kommentieren anhören
    schriftgröße suche menü schließen compartir en por imprimir guardar escuchar comentar comentarios correo enlace copiar menú buscar cerrar partager sur par imprimer
    enregistrer écouter commenter commentaires copier lien fermer rechercher compartilhar compartilhe comentários ouvir salvar condividi stampa commenta
    commenti salva ascolta delen afdrukken reacties bewaren opslaan luister dela skriv ut kommentarer lyssna del udskriv tulosta jaa udostępnij drukuj поделиться печать
    """
)  # fmt: skip
BUTTONS_NEED: Final = word_set(
    """
    share tweet facebook twitter bluesky mastodon threads instagram whatsapp telegram linkedin reddit pinterest email e-mail print copy save bookmark gift reply comments
    teilen drucken merken kommentare compartir imprimir comentarios partager imprimer commentaires compartilhar compartilhe condividi stampa commenti delen afdrukken reacties
    images articles videos collections
    dela jaa menu menü menú search suche buscar listen vorlesen escuchar close facebook del udostępnij поделиться rss
    """
)  # fmt: skip

COMMENTS: Final = any_of(
    r"(?:view |show |see |read )?(?:all )?\(?\d* ?\)?\s?(?:readers?'? )?comments?(?: section)?\s?(?:\(\d+\)|\d+)?", r"leave a (?:reply|comment)", r"(?:add|post|write) (?:a |your )?comment", r"join the conversation",
    r"(?:conversation|discussion)(?: \(\d+\)|\d+ comments?)?", r"what do you think\?", r"\(?\d* ?\)?(?:leser)?kommentare?(?: \(\d+\))?", r"kommentar schreiben", r"diskutieren sie mit", r"\d* ?comentarios?(?: \(\d+\))?",
    r"deja un comentario", r"\d* ?commentaires?(?: \(\d+\))?", r"laisser un commentaire", r"\d* ?comentários?(?: \(\d+\))?", r"deixe um comentário", r"\d* ?commenti(?: \(\d+\))?", r"\d* ?reacties(?: \(\d+\))?",
    r"\d* ?kommentarer(?: \(\d+\))?", r"\d* ?komentarze(?: \(\d+\))?", r"\d* ?комментари[ийев]+(?: \(\d+\))?", r"\d+ (?:postings?|beiträge|reaktionen|reacciones|réactions?|reactions?|responses|replies|opinion(?:s|es))", r"(?:memories|tributes|condolences|guest ?book)(?: (?:&|and) (?:memories|condolences|tributes))?",
    end=r"\W*\Z",
)  # fmt: skip

LEGAL: Final = any_of(
    r"©", r"\(c\) ?(?:19|20)\d\d", r"copyright\b", r"all rights reserved", r"(?:contents?|material|text) (?:©|copyright)", r"this (?:material|content|story|article) may not be (?:published|reproduced|republished)",

    r"(?:privacy|cookie) (?:policy|notice|settings|preferences)", r"terms (?:of|and|&) (?:use|service|conditions)",
    r"do not sell (?:or share )?my", r"alle rechte vorbehalten", r"impressum", r"datenschutz(?:erklärung|hinweise?)?", r"nutzungsbedingungen", r"todos los derechos reservados",
    r"aviso legal", r"política de (?:privacidad|cookies)", r"términos (?:de|y) (?:uso|servicio|condiciones)", r"tous droits réservés", r"mentions légales",
    r"politique de confidentialité", r"todos os direitos reservados", r"tutti i diritti riservati", r"riproduzione riservata", r"alle rechten voorbehouden", r"все права защищены",
    r"wszelkie prawa zastrzeżone", r"kopieringsskydd", r"reproduction (?:interdite|prohibida)", r"prohibida (?:su|la) reproducción", r"powered by \S+", r"hosted by \S+", r"published by .{3,60}\d{4}",
)  # fmt: skip
# What a page makes its reader agree to; it may stand in the middle of a story, beneath a form.
CONSENT: Final = any_of(
    r"(?:we|this (?:web)?site|our (?:web)?site|our partners) (?:and our partners )?uses? cookies", r"by (?:using|continuing|signing up|clicking|browsing|submitting|subscribing|providing|entering)\b.{0,90}\b(?:terms|cookies|privacy|agree|consent|policy)",
    r"this site is protected by recaptcha", r"(?:use|your use) of (?:this|the) site\b.{0,80}(?:terms|agree|accept)", r"(?:wir verwenden|diese (?:web)?seite (?:verwendet|nutzt)) cookies", r"(?:utilizamos|este sitio (?:web )?(?:utiliza|usa)|usamos) cookies",
    r"(?:nous utilisons|ce site utilise) des cookies", r"mit (?:der|ihrer) anmeldung\b.{0,90}(?:datenschutz|nutzung|agb|bedingungen)", r"al (?:registrarse|suscribirse|continuar)\b.{0,90}(?:acepta|términos|privacidad|condiciones)", r"en vous inscrivant\b.{0,90}(?:acceptez|conditions|politique)",
    r"i (?:understand|have read|consent|agree)\b.{0,120}\b(?:agree|terms|policy)", r"you can (?:unsubscribe|opt out) (?:at )?any ?time", r"no spam\b.{0,40}",
)  # fmt: skip
LEGAL_ANYWHERE: Final = (
    "all rights reserved", "may not be published", "may not be reproduced", "may not be republished", "alle rechte vorbehalten", "todos los derechos reservados", "tous droits réservés", "todos os direitos reservados",
    "tutti i diritti riservati",
)  # fmt: skip

ADVERTISEMENT: Final = any_of(
    r"ad(?:vertisement)?s?(?: ?[-–—:]? ?(?:story|article|content)? ?continues?(?: reading)? below(?: this ad)?| - scroll to continue)?", r"advertise(?:ment)? with us", r"(?:story|article|content) continues (?:below|after)\b.{0,40}",
    r"(?:sponsored|paid|partner|promoted) ?(?:content|post|by\b.{2,40}|links?)?", r"promoted", r"this (?:ad|advertisement) will\b.{0,40}", r"(?:werbe)?anzeige", r"werbung", r"(?:nach der|unterhalb der) (?:anzeige|werbung)\b.{0,40}", r"publicidad", r"anuncios?",
    r"contenido patrocinado", r"(?:la )?publicité", r"la suite après (?:cette|la) publicité", r"publicidade", r"continua (?:após|depois d)\w? (?:a )?publicidade", r"pubblicità", r"advertentie", r"annons", r"annonse", r"annonce", r"mainos", r"reklama?", r"реклама", r"広告", r"广告",
    end=r"\W*\Z",
)  # fmt: skip

# Pleas: what is asked for, what it is asked for, and whom it speaks to. A long line needs all three.
ASK: Final = any_of(
    r"subscri(?:be|ber|bers|ption|ptions)", r"sign(?:ing)? up", r"donat(?:e|es|ing|ions?)", r"(?:make|give|send) (?:a|your) (?:\S+ )?(?:gift|contribution|donation)", r"contribut(?:e|ion|ions)", r"(?:become|be|join) (?:a|as a|us as) (?:\S+ )?(?:member|supporter|patron|subscriber)", r"membership",
    r"support(?! (?:for|of|from|groups?|among|staff)\b)", r"log ?in", r"register", r"give (?:directly|today|now|monthly)", r"create an? (?:free )?account", r"(?:get|receive|delivered)", r"download", r"follow us", r"chip in", r"(?:give|pay|pledge) (?:just |only |us )?[$€£]\d+", r"your (?:\S+ )?(?:gift|support|contribution|donation|membership)", r"unlock", r"try", r"join us", r"abonn\w+", r"abo", r"spenden?", r"unterstütz\w+", r"anmeld\w+", r"melden sie sich", r"jetzt (?:testen|lesen|bestellen|abonnieren)", r"registrieren",
    r"bestellen", r"suscr[ií]b\w+", r"dona(?:r|tivos?|ciones|ción)?", r"done", r"haz(?:te)? (?:socio|miembro|suscriptor\w*)", r"apoy\w+", r"regístr\w+", r"reciba|recibe|recibir", r"inscrí\w+", r"inscri\w+", r"soutene[zr]", r"don(?:s|nez)?", r"recevez", r"assin\w+", r"doe|doação|doações", r"apoie", r"receba",
    r"cadastre\w*", r"abbona\w+", r"sostieni|sostenete", r"iscriv\w+", r"steun", r"word (?:lid|abonnee)", r"prenumerera\w*", r"zapisz", r"stöd", r"støtt\w*", r"wesprzyj", r"prenumerat\w+", r"subskry\w+", r"подпи\w+", r"поддерж\w+",
    start=r"\b",
)  # fmt: skip
# What only pleas ask for, even without a word on what it is for.
ASK_OUTRIGHT: Final = any_of(
    r"subscri\w+", r"sign up", r"donat\w+", r"gift", r"contribut\w+", r"become a", r"membership", r"members?", r"newsletters?", r"chip in", r"abonn\w+", r"abo", r"spenden?", r"unterstütz\w+", r"anmeld\w+", r"suscr\w+", r"dona\w*", r"apoy\w+", r"inscri\w+", r"soutene\w+", r"don", r"assin\w+", r"apoie", r"cadastr\w+",
    r"abbona\w+", r"sostien\w+", r"iscriv\w+", r"steun", r"prenumer\w+", r"wesprzyj", r"subskry\w+", r"подпи\w+", r"поддерж\w+",
    start=r"\b",
)  # fmt: skip
CAUSE: Final = any_of(
    r"newsletters?", r"your (?:inbox|email|phone)", r"inbox", r"(?:local|independent|quality|trusted|community|nonprofit|our|free|the) (?:\S+ )?(?:journalism|news|reporting|newsroom|coverage|journalists|reporters|newspaper)", r"journalism", r"newsroom", r"unlimited(?: digital)? access", r"digital (?:access|edition|subscription|subscribers?)", r"e-?edition",
    r"(?:morning|daily|weekly|breaking|news|email|text) (?:briefing|brief|alerts?|digest|headlines|updates|roundup|report|e-?mails?)", r"reporting funds?", r"free trial", r"cancel any ?time", r"tax[- ]deductible", r"(?:news )?app", r"paywall", r"full access", r"stories like (?:this|these)", r"our (?:work|stories|reporting|paper|app|channel|mission)", r"(?:free|remaining) articles?",
    r"whatsapp[- ]kanal", r"e-?paper", r"(?:lokal|qualitäts)?journalismus", r"unabhängige[nr]?", r"lokale[nr]? (?:nachrichten|berichterstattung)", r"posteingang", r"postfach", r"probe(?:abo|monat)", r"alle artikel", r"unsere[nr]? (?:arbeit|app|zeitung|redaktion|kanal|journalismus)", r"boletín(?:es)?", r"bandeja de entrada", r"(?:tu|su) (?:correo|bandeja|buzón)", r"periodismo", r"noticias locales",
    r"acceso ilimitado", r"nuestr[oa]s? (?:trabajo|periodismo|boletín|redacción|cobertura|canal)", r"deducibles?", r"infolettre", r"boîte (?:mail|de réception|aux lettres)", r"votre (?:mail|courriel|boîte)", r"journalisme", r"presse (?:locale|indépendante|libre)", r"accès illimité", r"notre (?:travail|journal|rédaction|application)", r"jornalismo", r"seu e-?mail", r"boletim", r"acesso ilimitado",
    r"giornalismo", r"tua (?:email|mail|casella)", r"accesso illimitato", r"journalistiek", r"nieuwsbrief", r"nyhetsbrev\w*", r"nyhedsbrev", r"journalistikk?", r"uutiskirje", r"dziennikarstw\w+", r"newsletter\w*", r"рассылк\w+", r"журналистик\w+", r"dein\w* (?:postfach|mail)", r"telegram[- ]?(?:channel|canal|kanal)",
    start=r"\b",
)  # fmt: skip
ADDRESS: Final = any_of(
    r"you", r"your", r"yours", r"us", r"our", r"we", r"sie", r"ihr(?:e[nmrs]?)?", r"du", r"dein\w*", r"dir", r"uns(?:er\w*)?", r"wir", r"tú", r"tu", r"tus", r"te", r"usted(?:es)?", r"su", r"nos(?:otros)?", r"nuestr[oa]s?", r"vous", r"votre", r"vos", r"notre", r"nous", r"você", r"seu", r"sua", r"nosso", r"nossa", r"tuo", r"tua", r"nostr[oaie]", r"vi", r"ons", r"onze", r"je", r"jouw?", r"uw?",
    r"din", r"ditt", r"oss", r"vår\w*", r"vores", r"вы", r"ваш\w*", r"наш\w*", r"nas[zi]\w*", r"twoj\w*", r"dig", r"deg",
    start=r"\b",
)  # fmt: skip
# The first four letters of the words of which every plea has one: looked at first, since it is quick.
PLEA_BEGINNINGS: Final = word_set(
    """
    subs sign dona gift give make send cont beco be join memb supp log regi crea get rece deli down foll chip unlo try abon abo spen unte anme meld jetz best susc done haz hazt apoy regí reci insc
    sout don dons donn assi doe doaç apoi cada abba sost iscr steu word pren stöd støt wesp подп подд free comp keep read emai e-ma ente canc star bere weit schon ya déjà rése já sei abbo corr plea
    ask what vill bliv deve will inbo news enjo inva chec forg rese flor symp trib jede mona sans loca inde qual your requ love stay neve want help alre not hole test lese únet reje inscr bli dir dire adre zapi
    """
)  # fmt: skip
# Who speaks, and to whom: news outside quotes seldom does both in one paragraph, asides of the paper do.
WE: Final = any_of(
    r"we", r"us", r"our", r"ours", r"wir", r"uns(?:er\w*)?", r"nos(?:otros)?", r"nuestr[oa]s?", r"nous", r"notre", r"noss[oa]s?", r"nós", r"nostr[oaie]", r"noi", r"ons", r"onze", r"wij", r"vi", r"vår\w*", r"oss", r"vores", r"мы", r"нас", r"наш\w*", r"nas[zi]\w*", r"me", r"meidän", r"my", start=r"\b",
)  # fmt: skip
YOU: Final = any_of(
    r"you", r"your", r"yours", r"sie", r"ihr(?:e[nmrs]?)?", r"du", r"dein\w*", r"dir", r"tú", r"tus?", r"te", r"usted(?:es)?", r"vous", r"votre", r"vos", r"você", r"tuo", r"tua", r"je", r"jouw?", r"uw?", r"du", r"din", r"ditt", r"вы", r"вас", r"ваш\w*", r"twoj\w*", r"sinun", start=r"\b",
)  # fmt: skip
# “You” and “we” where they cannot be “she” or “they”, matched against the text as printed.
SPEAKS_OUTRIGHT: Final = re.compile(
    r"\b(?i:you|your|our|us|we|usted(?:es)?|tus?|nuestr[oa]s?|vous|votre|notre|você|noss[oa]s?|tu[oa]|nostr[oaie]|jouw|onze|ons|je|jullie|uw|din|vår|вы|вас|ваш\w*|наш\w*|twoj\w*|nasz\w*)\b|(?<=[a-zäöüß,] )(?:Sie|Ihnen|Ihre?[mnrs]?|Dein\w*|Dir|unser\w*)\b"
)
IMPERATIVE: Final = any_of(
    r"subscribe", r"sign up", r"donate", r"support(?! (?:for|of|from|groups?|among|staff)\b)", r"become", r"join", r"get", r"make", r"give", r"help", r"register", r"log in", r"download", r"try", r"start", r"receive", r"follow", r"stay", r"keep", r"never miss", r"want", r"love", r"like what", r"enjoy", r"already", r"not a", r"abonnieren", r"melden", r"unterstützen", r"lesen", r"jetzt", r"bestellen", r"testen", r"spenden", r"holen", r"suscríb\w+", r"apoy[ae]", r"haz", r"reciba",
    r"recibe", r"regístr\w+", r"dona", r"done", r"únete", r"abonnez", r"soutenez", r"recevez", r"inscrivez", r"faites", r"rejoignez", r"assine", r"apoie", r"receba", r"cadastre", r"abbonati", r"sostieni", r"iscriviti", r"steun", r"word", r"meld", r"prenumerera", r"bli", r"støtt", r"stöd", r"wesprzyj", r"подпиш\w+", r"поддерж\w+",
)  # fmt: skip
# These alone make a plea of a line, whatever else it says.
PLEA_ALONE: Final = any_of(
    r"already an? (?:\S+ )?(?:subscriber|member)", r"(?:free|complimentary) articles? (?:left|remaining|this month)", r"to (?:continue|keep) reading\b.{0,60}(?:subscrib|sign|log|register|account)", r"(?:subscriber|member)s?[- ](?:only|exclusive)", r"this (?:article|story|content) is (?:only |exclusively )?(?:available |reserved )?(?:for|to) (?:\S+ )?(?:subscribers|members)",
    r"(?:thank you|thanks) for reading", r"invalid (?:username|password|email)", r"check your email to\b", r"(?:forgot|reset) (?:your )?password", r"(?:to )?send flowers to\b", r"(?:floral|sympathy|tribute) store\b", r"(?:jederzeit|monatlich) kündbar", r"sans engagement", r"cancela cuando quieras",
    r"\A\W*(?:local|independent|quality) (?:journalism|news|reporting) (?:is essential|matters|needs|depends|isn't free|is not free)", r"ask us (?:here|now|anything)", r"bli (?:prenumerant|abonnent)", r"bliv (?:abonnent|medlem)", r"word (?:nu )?(?:abonnee|lid)", r"devenez abonnée?", r"hazte suscriptor\w*", r"your dollars", r"commenting profile", r"required fields are marked", r"email address", r"e-mail-adresse", r"enter your email", r"cancel any ?time", r"start your (?:free|\S+ trial)", r"bereits (?:abonnent|registriert|kunde)", r"weiterlesen mit", r"(?:sie haben|du hast) (?:schon|bereits) ein\w* abo", r"¿?ya (?:eres|es) suscriptor", r"déjà abonné", r"réservée?s? aux abonnés", r"il vous reste \d+ ?% de cet article", r"(?:lees|artikel) (?:verder|alleen) voor abonnees",
    r"já é assinante", r"sei già abbonato", r"al abonnee\??", r"dirección de correo electrónico", r"adresse e-?mail", r"please (?:log in|subscribe|sign in|consider (?:subscribing|donating|a donation|supporting))", r"(?:your )?(?:donations?|gifts?|contributions?) (?:processed|made) (?:in|through|here)", r"this (?:reporting|story|coverage) (?:is|was) (?:made possible|supported|funded) by readers",
    start=r"\b",
)  # fmt: skip

BY: Final = (
    r"by|words(?=:)|interview(?=:)|gespräch(?=:)|entrevista(?=:)|entretien(?=:)|(?:written|reported|posted|compiled|story|words|text|photos|photographs)(?: (?:and|&) (?:photos|pictures|photography|photographs|story|text|words))? by|from|von|text(?: und fotos?)?|por|par|di|door|av|af|teksti?|texto|texte|testo|autora?|author|escrito por|redacción|redazione|przez|автор"
)  # fmt: skip
ROLE: Final = re.compile(
    r"\b(?:staff|writer|reporter|editor|correspondent|columnist|contributor|journalist|photographer|special to|for the|associated press|reuters|news service|report for america|intern|freelance|publisher|redakteur\w*|redaktion|korrespondent\w*|volontär\w*|redactor\w*|periodista|corresponsal|journaliste|"
    r"correspondant\w*|rédact\w+|giornalista|redattore|verslaggever|redactie|repórter|jornalista|redator\w*|reporterin)\b"
)  # fmt: skip
