"""Broadsheet's errors, each defined in the app that raises it.

BroadsheetError                  anything we raise on purpose
├── FolderError                  the paper's folder cannot be used
├── PortError                    the server cannot listen where it was told to
├── PaperDatabaseError           the paper's database cannot be used
│   └── NewerDatabaseError       it was written by a newer program
├── FetchError                   something outside could not be fetched
│   ├── ForbiddenAddressError    an address that is never asked, such as one of a private network
│   ├── NoAnswerError            a host is not there, or does not answer in time
│   └── UnfitAnswerError         an answer that is not what was asked for, or too large
├── PressError                   a page could not be printed
│   ├── PageRefusedError         the site failed to answer for it
│   ├── NotPrintableError        it is never printed, or is for some readers only
│   ├── UnknownPartError         a template names a part that no room has registered
│   ├── ShelfFullError           no room is left where printed pages are kept
│   └── ReceiptError             a receipt was asked for something that is no source
├── FoundingError                a paper cannot be set up as it was asked for
├── ArrangementError             the front cannot be arranged so
│   └── ArrangementChangedError  someone else arranged it meanwhile
├── MailbagError                 what a reader sent is not taken now
│   ├── PassError                the form's pass is missing, too new, too old, used, or of another form
│   ├── TooManyError             too much came from there within a short time
│   ├── MailError                no mail may be sent to this address now
│   └── LockedError              what was locked up cannot be opened with this key
├── LetterError                  an act with a letter is not possible now
│   └── ChangedMeanwhileError    someone else did something with it since this screen was opened
├── StandardsError               an act with a report of an error or a request about a story is not possible now
│   └── MovedOnError             someone else did something with it since this screen was opened
├── TipsError                    the tip line does not do this
│   ├── ListRefusedError         a list of recipients is unsigned, old, mixed, or not whole
│   ├── NotNowError              it is closed, or too much came within a short time
│   ├── UploadError              a part is not what was announced
│   ├── UnknownThreadError       no conversation is found with this key
│   ├── ContainerError           what is packed is not as the format asks
│   ├── BackupError              tips cannot be copied there
│   └── VerifyError              a paper's tip line cannot be compared with the release
├── IncomingError                a file may not come in
│   ├── QuotaError               its sender has sent as much as one person may within a day
│   ├── UnseenFileError          a form was about to keep a file that nobody looked at
│   └── RecordingError           a recording, or its captions, cannot be taken in
├── PhotoError                   an act with a photo is refused
│   └── AssignmentError          an act with something that is to be photographed is refused
├── StoryError                   something that the paper's rules do not allow with a story
│   ├── CorrectionError          a correction that the rules do not allow
│   │   └── CorrectionKeptError  someone tried to change or delete a correction
│   ├── FiguresError             a table or chart as it was typed cannot be read
│   ├── LookUpError              what stands at a pasted address could not be learnt
│   ├── LiveError                an act in live coverage that the rules do not allow
│   │   └── LiveEndedError       the coverage has ended, and its entries are frozen
│   └── BreakingError            a story cannot be marked as breaking until this moment
├── StaffError                   something about someone's account is not allowed
│   ├── LinkOverError            a link was used, has ended, or was replaced by another
│   └── LastPublisherError       nobody would be left who can let others in
├── DonationError                something with gifts is not possible
│   ├── MoneyError               what was written is no amount, or of the wrong currency
│   ├── BooksError               the books would not be true any more
│   ├── WordingError             the paper's legal kind does not allow these words
│   ├── SameChequeError          a cheque of this number, bank and amount was typed before
│   ├── NamesakeError            a new donor would have the name of one who is known
│   ├── FirstComeError           someone else did it, or changed it, since this was looked at
│   ├── NotPossibleError         it is not possible in the state in which it is
│   ├── FileRefusedError         a file of gifts cannot be read
│   └── CardError                something with gifts by card is not possible
│       ├── CardAwayError        the card processor does not answer, or not now
│       ├── CardRefusedError     the card processor refuses what was asked
│       ├── UnknownThereError    the card processor has no such thing
│       └── ForeignError         it is of another paper, account or mode
├── PaystubError                 the stand-in processor of tests does not do this
│   └── CallRefusedError         a call is answered as the processor answers what it refuses
└── PageError                    a page of another system could not be read or filed
    ├── UnreadableError          the file is empty, or is not text
    ├── NoStoryError             the file is text, but holds no story
    └── ImportRefusedError       the section, date or address asked for cannot be
"""


class BroadsheetError(Exception):
    """Base of every error that Broadsheet raises on purpose.

    The message is for an editor or an administrator: what happened, then what
    to do. It never holds a reader's private data, because it is logged.
    """
