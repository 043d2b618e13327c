"""What a text is taken for, in the order of `docs/care.md` section 1 rule 3.

A lone command word, red flag, opt-out, help, open check-in answer, passage, opt-in,
thanks, nothing found.  `read` never touches a database: the index comes from a
library, and the caller knows whether a question is open.
"""

import re
from dataclasses import dataclass, replace

from content.text import fold, guards
from content.text.match import Index
from content.text.model import Shares
from messaging.rules import answers, commands, consent, leaving, red_flag_reader, voices
from messaging.rules.kinds import Answer, Asked, Kind, Reading

_HELP_WHOLE = re.compile(
    r"^(?:(?:hi|hello|hey|hola|ok|um|so|wait|sorry|please) )*(?:(?:what|whats|wat|wats|who"
    r"|whos) (?:is |are |r )?(?:this|these|that)(?: (?:number|service|thing|line|program"
    r"|texts?|messages?|about|for|from|phone|all|again|even|text|message)){0,3}"
    r"|(?:and )?how (?:does|do|would) (?:this|it|these)(?: \w+)? (?:work|texts?)(?: .*)?"
    r"|(?:who|whos) (?:is |are |r )?(?:this|these|you|u)(?: (?:texting|messaging|sending|from|me"
    r"|this|my phone|people)){0,3}|how this works|how do i use (?:this|it)(?: \w+)?|what do i"
    r" do(?: with this| now"
    r"| here)?(?: \w+)?|what is it|help (?:please )?with this"
    r"|(?:como|y como) (?:funciona|uso|se usa|sirve|contesto|respondo)(?: (?:esto"
    r"|este servicio|este|el servicio|este numero))?|que es esto|que es este (?:numero|mensaje"
    r"|servicio)|quien (?:es|eres|son|es usted|habla)(?: \w+)?|de quien es este numero"
    r"|que hago(?: con esto)?|para que es esto|no entiendo(?: (?:la pregunta|esto|el mensaje"
    r"|nada))?)$"
)
_HELP = re.compile(
    r"\b(?:what (?:number|service|line|program) is this|what (?:can|do|should|could"
    r"|am i supposed to) (?:i )?(?:text|ask|type|reply|say|write|send|put)\b(?! (?:my"
    r"|the) (?:doctor|dr|nurse|team|dentist))"
    r"|who (?:is|are|r) (?:texting|sending|messaging)|whos (?:texting|messaging|sending)"
    r"|how do i (?:answer|reply|respond|text)\b|what (?:words|commands|keywords|topics)\b"
    r"|is this (?:a |an )?(?:real|robot|bot|automated|automatic|computer|human|person|machine"
    r"|scam|spam|ai)\b"
    r"|am i (?:talking|texting) (?:to|with)|dont (?:understand|get) (?:the (?:question|text"
    r"|message)|this (?:text|thing|question|message)|your (?:text|question|message))"
    r"|need help (?:with|using) (?:this|the text)"
    r"|que (?:puedo (?:preguntar|escribir|mandar|hacer aqui)|numero es (?:este|ese)"
    r"|tengo que (?:contestar|responder|escribir|mandar)|son estos mensajes|opciones hay"
    r"|temas hay|palabras)|quien (?:me )?(?:manda|escribe|envia|esta escribiendo)|es (?:un"
    r"|una) (?:robot|maquina|persona real)|que contesto|no entiendo (?:la pregunta"
    r"|el mensaje))\b"
)
_HELP_WITH_QUESTION = re.compile(
    r"\b(?:which (?:\w+ )?(?:is|one|number|means)|whats (?:0|1|10|the scale|zero|ten|a)"
    r"|what does (?:a |an )?(?:\w+) mean|what (?:number|scale|letter)|is (?:a )?(?:0|10|zero"
    r"|ten|a|e) (?:good|bad|worse|the worst|better|best)|(?:what|huh|which) question"
    r"|cual es (?:peor|mejor|el peor)|que (?:numero|letra|escala)|que significa)\b"
)
_OPT_IN = re.compile(
    r"\b(?:sign me (?:back )?up|(?:start|resume|begin|keep) (?:texting|sending|messaging"
    r"|(?:the |my |your )?(?:texts|messages|msgs|reminders))(?: \w+)*|add me (?:back|again"
    r"|to (?:the|your))|(?:turn|put) (?:\w+ ){0,4}back on|re ?subscribe|(?:opt"
    r"|opting) (?:me )?(?:back )?in|re ?join|un ?stop|re ?enroll|enroll me|re ?activate"
    r"|(?:want|like|wanna|need) (?:to )?(?:get|receive|have|start|the|my|your|join|come back"
    r"|be back|restart)(?: \w+){0,4} (?:texts?|messages?|msgs?|reminders?|again|back)"
    r"|(?:stop|alto|baja|stopped|unsubscribed) (?:\w+ ){0,2}(?:by|por|on) (?:mistake|accident|error"
    r"|equivocacion)|(?:turn|switch) (?:it|them|these|this) back on|apunt(?:ame|enme|arme|eme)"
    r"|(?:ready|want|like) to (?:get|have) (?:\w+ )?(?:texts|messages|msgs) again"
    r"|changed my mind (?:\w+ ){0,4}(?:texts?|messages?|back)|text me again|can i (?:get|have"
    r"|start) (?:the |my |your )?(?:texts|messages|msgs)|i want (?:the |your |my |back "
    r"|to join)(?:texts|messages|msgs|on|in)?$"
    r"|(?:quiero|deseo|quisiera|puedo) (?:volver a |otra vez |de nuevo )?(?:recibir"
    r"|seguir recibiendo|tener)(?: \w+){0,4} (?:mensajes|textos|recordatorios|msjs)"
    r"|volver a recibir|(?:mand|envi)\w*(?:me|nos)? (?:\w+ )?(?:mensajes|textos) (?:otra vez"
    r"|de nuevo|nuevamente)|(?:quiero|quisiera) (?:unirme|inscribirme|apuntarme|volver"
    r"|suscribirme|regresar)(?: a los mensajes| otra vez)?$|(?:reactiv|reanud)\w+|activ(?:ar"
    r"|en|e|eme) (?:\w+ )?mensajes|inscribanme|suscrib(?:ir|an)me)\b"
)
_NOT_OPT_IN = re.compile(
    r"\b(?:spanish|english|espanol|ingles|trial|trials|study|studies|ensayo\w*|estudio\w*|dont|no"
    r" quiero|stop)\b"
)
_QUESTION = re.compile(
    r"\?|^(?:what|whats|how|why|when|where|who|which|can|could|should|would|will|is|are|do"
    r"|does|did|am|que|como(?! (?:un|una|de|\d|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho"
    r"|nueve|diez))|cuando|donde|quien|cual|cuanto|cuanta|cuantos|cuantas|puedo|puede|debo"
    r"|por que|para que)\b"
)
_PAIN_FRAME = re.compile(
    r"\b(?:pain|dolor|score|hurts?|about|around|como|level|nivel|maybe|today|hoy)\b|/"
)
_LONG_ANSWER = 14
_SHORT = 6
_SURE = 0.6  # the reader's share from which help, joining and thanks need no rule of ours


@dataclass(frozen=True)
class _Asking:
    """All that the steps look at."""

    text: str
    line: str
    index: Index
    shares: Shares
    language: str
    asked: Asked | None

    def seems(self, kind: Kind) -> bool:
        return self.shares.get(kind, 0.0) >= _SURE


def read(
    text: str,
    *,
    index: Index,
    language: str = "en",
    asked: Asked | None = None,
    joined: bool = True,
) -> Reading:
    """Read one text.

    `language` is the patient's, `asked` the form of the question that is open, `joined`
    whether the phone has given consent (a lone YES joins only from one that has not).
    """
    plain, reacted = voices.without_reaction(text)
    if reacted and not fold.words(plain):
        return Reading(Kind.THANKS, languages=voices.languages(text))
    shares = index.reader.shares(plain)
    asking = _Asking(plain, fold.normal(plain), index, shares, language, asked)
    marks = _marks(asking)
    command = commands.command(plain, joined=joined)
    if command:
        return _command(marks, command)
    return _sentence(asking, marks)


def _marks(asking: _Asking) -> Reading:
    """What is true of a text beside its kind."""
    return Reading(
        Kind.NONE,
        red_flag=red_flag_reader.find(asking.text, asking.shares, asked=asking.asked),
        opt_out=consent.opt_out(asking.text, asking.shares),
        provider_word=bool(commands.provider_word(asking.text)),
        wrong_number=leaving.wrong_number(asking.text),
        life_event=leaving.life_event(asking.text),
        dental=voices.dental(asking.line),
        caregiver=voices.caregiver(asking.line),
        languages=voices.languages(asking.text),
    )


def _command(marks: Reading, command: str) -> Reading:
    kind = {
        commands.STOP: Kind.OPT_OUT,
        commands.START: Kind.OPT_IN,
        commands.YES: Kind.OPT_IN,
    }.get(command, Kind.HELP)
    return replace(marks, kind=kind, command=command, red_flag=None)


def _sentence(asking: _Asking, marks: Reading) -> Reading:
    answer = _answer(asking)
    marks = replace(marks, answer=answer)
    if marks.red_flag:
        return replace(marks, kind=Kind.RED_FLAG)
    if marks.opt_out:
        return replace(marks, kind=Kind.OPT_OUT, answer=None)
    if _asks_help(asking):
        return replace(marks, kind=Kind.HELP, answer=None)
    if answer:
        return replace(marks, kind=Kind.CHECK_IN_ANSWER)
    return _subject(asking, marks)


def _subject(asking: _Asking, marks: Reading) -> Reading:
    """Passage, opt-in, thanks, or nothing; wrong numbers and ends of life go to people."""
    if marks.wrong_number or marks.life_event:
        return marks
    if _asks_to_join(asking):
        return replace(marks, kind=Kind.OPT_IN)
    if _thanks(asking) and not _is_open_yes_no(asking):
        return replace(marks, kind=Kind.THANKS)
    found = asking.index.best(asking.text, asking.language, shares=asking.shares)
    if found and (found.score >= _SURE or not _tried_to_answer(asking)):
        return replace(marks, kind=Kind.PASSAGE, topic=found.topic, score=found.score)
    if _tried_to_answer(asking):
        return replace(marks, kind=Kind.CHECK_IN_ANSWER, answer=Answer(value=None))
    return replace(marks, unsure=_unsure(asking))


def _answer(asking: _Asking) -> Answer | None:
    """The answer to the open question, None where the text is not one or has no value."""
    if asking.asked is None:
        return None
    said = asking.line.split()
    question = _QUESTION.search(asking.line)
    if len(said) > 3 and (question or len(said) > _LONG_ANSWER):
        if asking.asked is not Asked.PAIN or not _PAIN_FRAME.search(asking.line):
            return None
        if question:
            return None
    found = answers.parse(asking.text, asking.asked)
    return found if found.value is not None else None


def _asks_help(asking: _Asking) -> bool:
    bare = " ".join(word for word in asking.line.split() if word[0].isalnum())
    if _HELP_WHOLE.match(bare) or (asking.asked and _HELP_WITH_QUESTION.search(bare)):
        return True
    if bool(_HELP.search(bare)) and len(bare.split()) <= 14:
        return True
    return asking.seems(Kind.HELP) and not asking.asked


def _asks_to_join(asking: _Asking) -> bool:
    if _OPT_IN.search(asking.line) and not _NOT_OPT_IN.search(asking.line):
        return True
    return asking.seems(Kind.OPT_IN)


def _thanks(asking: _Asking) -> bool:
    return voices.thanks(asking.text) or (asking.seems(Kind.THANKS) and "?" not in asking.text)


def _is_open_yes_no(asking: _Asking) -> bool:
    """A thumbs-up to a symptom question is unclear, never an answer and never thanks."""
    return asking.asked is Asked.YES_NO and len(fold.words(asking.text)) <= 1


def _tried_to_answer(asking: _Asking) -> bool:
    if asking.asked is None or _QUESTION.search(asking.line):
        return False
    return len(fold.words(asking.text)) <= _SHORT and not guards.out_of_scope(asking.line)


def _unsure(asking: _Asking) -> bool:
    """Not a question, and nothing a person is known to be needed for."""
    if guards.out_of_scope(asking.line) or _QUESTION.search(asking.line):
        return False
    return not leaving.life_event(asking.text)
