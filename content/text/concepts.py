"""Everyday words that mean the same thing to the matcher, in English and Spanish.

Each entry is one meaning: its name, then the words and phrases for it in the plain
form of `fold.normal`; indented lines go on with it.  Names of topics and drugs are
not here: they are the library's aliases, and belong to the clinic.
"""

_LINES = """
sideeffect: side effects; side effect; sideeffects; sideeffect; side affects; side affect; side
    efects; efectos secundarios; efecto secundario; efectos adversos; adverse effects; bad
    effects; reacciones; reaccion; reactions; reaction; efectos; what happens after; problems from
whatis: whats; what are; what does; what do; what is; que es; que son; que significa; que quiere
    decir; meaning; mean; means; stand for; define; explain; tell me about; info on; information
    on; information about; info about; what; que; wat; wats; about; explicar; explique; quiere
    decir; significa; learn about; know about; cual es; cuales son
how: how does; how do; how is; how are; how; como; de que manera; how come
why: why; para que; por que; porque; whats the reason; reason; y para que; que caso; why would;
    why do; why are; what for; for what; purpose
work: work; works; working; funciona; funcionan; trabaja; trabajan; actua; actuan; sirve; sirven
treatment: treatment; treatments; treat; treating; treated; tratamiento; tratamientos; tratan;
    tratar; tratarme; tratarse; trata; tratando; traten; tratarlo
several: 2; 3; 4; 5; 6; 8; 10; 12; 15; 20; 30; two; three; four; five; ten; fifteen; twenty; dos;
    tres; cuatro; cinco; diez; quince; veinte; several; many; varias; varios; muchas
help: help; helps; helping; ayuda; ayudan; ayude; good for; benefit; benefits; used for; treats;
    use
relief: relief; relieve; relieves; alivio; aliviar; alivia; ease; eases; feel better; less pain;
    comfort; comfortable; symptoms; sintomas; symptom
howlong: how long; cuanto dura; cuanto tiempo; how many months; cuantos meses; last; lasts;
    lasting; dura; duran; long; for good; wear off; wears off
again: again; repeat; repeated; repetir; repite; otra vez; de nuevo; second time; more than once;
    twice; comes back; come back; coming back; returns; return; regresa; regrese; vuelve; vuelva;
    redo; another one; segunda vez
howmany: how many; how many times; cuantas; cuantos; number of; cuantas veces; times; veces;
    sessions; session; sesiones; sesion; visits; fractions; rounds; days; weeks; semanas; dias;
    visit; appointments; doses
onedose: single dose; one dose; single; una sola dosis; una dosis; one treatment; 1 treatment; one
    visit; just one; one time; single treatment; one big; una sola sesion; una sesion; una sola;
    one session; one shot; one and done; only one treatment; 1 session; 1 dose; big dose; large
    dose; dosis grande
enough: enough; suficiente; as good; better; best; mejor; peor; worse; worth it; vale la pena
compare: difference; differ; different; diff; diferencia; diferente; distinto; diferencian;
    versus; vs; compared; compare; same as; the same; same thing; same; igual; lo mismo; mismo;
    or; than; o
pain: pain; pains; hurt; hurts; hurting; ache; aches; achy; aching; sore; dolor; dolores; duele;
    duelen; painful; adolorido
tired: tired; fatigue; fatigued; weak; wiped out; exhausted; worn out; no energy; cansada;
    cansado; cansancio; cansa; fatiga; debil; debilidad; weakness; drained; sleepy; wipe out;
    cansan; sin energia; run down
nausea: nausea; nauseas; nauseous; sick to my stomach; queasy; upset my stomach; upset stomach;
    throw up; throwing up; vomit; vomiting; vomito; vomitar; puke; asco; ganas de vomitar; sick;
    stomach; estomago; barf; barfing
diarrhea: diarrhea; diarrea; runs; the runs; loose stool; loose stools; diarreas; suelta el
    estomago; soltura; poop
fever: fever; fevers; fiebre; calentura; temperature; chills; flu like; flu; gripe; flu symptoms;
    like the flu; gripa
anemia: anemia; anemic; low red blood cells; low blood; anemica; red blood; blood counts; low
    counts; globulos
joint: joint; joints; coyunturas; articulaciones; muscle; muscles; musculos; knees
cause: cause; causes; causing; causa; causan; causar; caused; give; gives; giving; da; dan; make;
    makes; making; made; provoca; dar; lead to; happen; happens; happening; pasa; hacer; put
normal: normal; common; comun; is that a thing; usual; typical; rare; raro; likely; expected;
    expect; often; seguido; is that normal; supposed to; frecuente; how common; odds; chances;
    chance; risk; risks; riesgo; probabilidad
serious: serious; dangerous; bad; bad is; grave; severe; peligroso; peligrosa; scary; deadly;
    malo; mala; hurt me; harm; dana; danar; damage; damages; hace dano; dano; harmful; ruin; hard
    on; mess up
safe: safe; seguro; segura; ok; okay; can i still; allowed; alright; all right; puedo; pueden;
    allow; bien
bone: bone; bones; hueso; huesos; oseo; osea; oseas; skeleton
spot: spot; spots; one place; lugar; area; areas; one area; un lado; site; sites; place; one part;
    part; parte
onebone: only one bone; one bone; just one bone; un hueso; un solo hueso; one spot; single bone;
    un solo lugar; only in one; just one spot; only one spot; just my hip; only my hip; just one
    area; just the hip; solo la cadera; one place; only in my; just in my; solo en; nada mas en;
    single spot; one lesion; solamente en
allover: all over; everywhere; whole body; entire body; todo el cuerpo; por todos lados; many
    bones; all of my bones; each one; every spot; each spot; cada uno; todos los huesos; multiple
    bones; body wide; full body; throughout
body: body; cuerpo
tumor: tumor; tumors; tumores; mass; lesion; lesions; lesiones; growth; tumour
cancer: cancer; cancers; metastasis; mets; metastases; met; metastatic; malignant; disease
spread: spread; spreads; in my bones; en los huesos; in the bones; in my bone; in the bone
goaway: go away; goes away; get rid of; gone; disappear; disappears; desaparecer; desaparezca;
    desaparece; quitar; quita; quitan; eliminar; remove all; remission; remision; removed; cured;
    erase; all gone; clear up; wipe out the cancer; kill it all; se quita; se quite; erradicar
cure: cure; cured; curable; curar; cura; curarme; cures; curarse; sanar; curative; heal me;
    incurable; beat this; curado
slow: slow; slow it down; slow down; slows; control; controlar; manage; grow; growing; growth;
    live longer; vivir mas; prolong; more time; stop it; hold it back; detener; crecer; buy time;
    keep it in check; prolongar; stable
shrink: shrink; shrinks; encoge; encoger; smaller; reduce; reducir; achicar
goalw: trying to; hoping; hope for; achieve; lograr; accomplish; aim; plan is; plan; intent;
    intention; meant; supposed; intencion; buscan; proposito; goal; goals; meta; objetivo;
    achieving; trying; end result; whats the end; point of all this
point: whats the point; the point; point; para que seguir; why bother; bother; worth; no more
    treatment; anything left; still helps; anything else; nothing left; something can; anything;
    algo; hay algo; something; se puede hacer; can be done; what can; que puede; still be done;
    todavia
decide: decide; decides; decided; deciding; deciden; choose; chooses; chose; chosen; pick; picks;
    picked; elegir; escoger; escogen; escoge; depend; depends; depende; determine; figure out;
    select; eligen; go with; recommend; recommended; suggested
who: who; quien; whose; quienes
primary: started; empezo; start from; came from; kind of cancer; type of cancer; tipo de cancer;
    breast; prostate; lung; primary; prostata; mama; seno; pulmon; originally; origin; pecho
friend: friend; friends; other people; someone else; otra persona; otros; neighbor; amiga; amigo;
    others; different from; someone; sister got; hermana; coworker; other patients; otras personas
given: given; get it; administered; iv; vein; vena; por la vena; suero; drip; pill; pills;
    pastilla; pastillas; by mouth; swallow; boca; port; infusion; inyeccion; shot; injection;
    needle; aguja; drinks; tableta; through the port; thru the port; se da; se toma; oral;
    intravenous; ponen; poner; oral
start: start; starting; begin; empezar; starting next; empiezo; comenzar; started on; put me on;
    puts me on; put him on; put her on; start me on; going on; about to start; van a poner; van a
    dar; me dan; me van
shot: shot; shots; vacuna; piquete; jab
pull: pull; pulled; pulling; take out; taken out; removed; remove; extract; extraction; extracted;
    sacar; sacarme; sacan; saquen; yank; come out; quitarme; sacaron; pulls; out; extraer
before: before; antes; prior; first; before starting; ahead of; check up; checkup; revision; exam
after: after; since; despues; desde; luego; following; post
protect: protect; protecting; take care; care; cuidar; cuido; cuidado; prevent; prevents;
    prevention; prevenir; preventing; avoid; evitar; evito; evita; keep from; keep my; keep; stop
    from; stops; proteger; protejo; lower my risk; evite
clean: cleaned; cleaning; limpieza; brush; brushing; cepillar; rinse; mouthwash; cleanings;
    cepillo
denture: dentures; denture; dentadura; partial; false teeth; plate rubs; postiza; dientes
    postizos; bridge; crown; filling; fillings; root canal; endodoncia; implants; implant;
    implantes; braces; corona; relleno; wisdom teeth; gum surgery; oral surgery; empaste
break: break; breaks; breaking; broke; broken; quebrar; quiebre; quiebra; romper; rompa; rompe;
    rompio; snap; fracture; fractures; fractura; fracturas; crack; roto; fracturing; fracturar;
    quebrado; shatter
strong: strong; stronger; strengthen; strengthens; strengthening; fortalece; fortalecer; fuerte;
    fuertes; fortalezco; build; harder; builds; reinforce; reforzar; support
weakbone: weak bone; weak bones; huesos debiles; hueso debil; brittle; fragile; fragiles; thin
    bones; soft bones
fixit: fix; fixed; fixing; arreglar; repair; stabilize; reparar; estabilizar; fix it
hip: hip; leg; thigh; femur; arm; shoulder; cadera; pierna; brazo; rib; ribs; costilla; pelvis;
    hombro; muslo
spine: spine; back; columna; espalda; vertebra; vertebrae; vertebras; neck; spinal; lower back
rodpin: rod; rods; pin; pins; screw; screws; plate; plates; nail; metal; clavo; clavos; varilla;
    tornillo; tornillos; placa; placas; hardware; titanium
operate: operate; operated; operar; operate on; surgeon; cirujano; operen; operan
asleep: asleep; put me under; put you under; put to sleep; sedated; anesthesia; anestesia;
    dormido; duermen; knocked out; awake; numb me; under; dormida; despierta; sleep; sedation;
    sedacion
freeze: freeze; freezing; froze; congelar; congelan; cold; cryo; frozen; hielo; ice; frio
heat: heat; burn; burning; quemar; calor; hot; radio waves; microwave; laser; alcohol; cook;
    queman; laser; electric; probe
kill: kill; kills; matar; mata; destroy; zap; zapping; zapped; destruir; attack; attacks; ataca;
    atacan; matan; go after; blast
immune: immune; immune system; sistema inmune; defensas; boost; inmune; inmunologico
radioactive: radioactive; radiactivo; radiactiva; radioactivo; radioactiva; radiactivos; isotope;
    nuclear; glow
list: list; which; cuales; names; name; nombres; approved; aprobados; kinds; tipos; types; kind;
    type; lista; options; cual; aprobado
holes: holes; thin; denser; thicker; dense; hard spots; hoyos; hardened; thinning; hueco; huecos
report: report; scan; reporte; report says; scan says; results say; ct; mri; bone scan; pet;
    reporte dice
level: level; levels; nivel; niveles; drop; drops; lower; lowers; raise; raises; baja; bajar;
    bajo; bajan; alto; alta; high; low; sube; subir; subio
join: join; joining; sign up; enroll; apunto; apuntarme; inscribir; participate; participar;
    qualify; entrar; entro; get into; get in; find; encontrar; take part; volunteer; matching;
    eligible; califico; inscribirme
newdrug: new drug; new drugs; experimental; being tested; new treatment; new treatments;
    tratamientos nuevos; nuevos; research; investigacion; testing; new medicine; cutting edge
number: number; phone; telefono; numero; call; llamo; llamar; contact; reach; comunico; hotline;
    phone number; line; speak; talk to someone; marcar; website; web
moreinfo: more information; more info; mas informacion; information; info; informacion; learn
    more; read more; questions about cancer; datos
society: cancer society; american cancer society; acs; sociedad; sociedad americana
wrote: wrote; written; write; escribio; author; autor; made; come from; comes from; source;
    sources; fuente; fuentes; sacan; viene; reviewed; updated; actualizaron; actualizada;
    reliable; trust; old; confiable; up to date; from a doctor; recent; current; hizo; written by;
    who made; accurate; outdated; vieja; revisaron; fecha; reviewed last; dated; true; verdad;
    checked; verified
month: month; monthly; every month; cada mes; mes; every 4 weeks; mensual
soon: how soon; how fast; how quick; right away; quickly; rapido; pronto; when will; when does;
    soon; enseguida; how quickly; immediately
try: they want; want to; quieren; want; wants; quiere; want me; he wants; she wants; suggest;
    sugiere
"""


def table() -> dict[str, str]:
    """Phrase to meaning; a phrase that stands twice keeps its first meaning."""
    entries = _LINES.strip().replace("\n    ", " ").splitlines()
    pairs = [entry.split(":", 1) for entry in entries]
    found: dict[str, str] = {}
    for name, phrases in pairs:
        for phrase in phrases.split(";"):
            found.setdefault(phrase.strip(), name.strip())
    return found


# Names of a topic that every topic's questions use: a name alone, a plain word in a sentence.
PLAIN_NAMES: frozenset[str] = frozenset(
    """treatment treatments tratamiento tratamientos options opciones local study studies estudio
    metastasis""".split()
)

# Words that say nothing about the subject.
EMPTY: frozenset[str] = frozenset(
    """a an the i im ive id me my mine you u ur your he him his she her they them their we us our
    it its this that these those is isnt am are be been being was were will would could should
    can cant may might must shall has have had having did dont doesnt didnt wont of in on at to
    for from with w by as and n but if so too also just only really very much more most some any
    all there here then now still even yet not no yes please pls plz thanks thank thx hi hello
    hey ok well like get gets getting got go goes going gonna need needs know think say says
    tell told ask question want into up down out over through thru while when doctor dr dad mom
    mother father husband wife son daughter sister brother grandma grandpa hubby dads moms
    someone people el la los las un una unos unas yo mi mis me te se le les lo su sus tu nos de
    del al en con para por y e o u ni que es son esta estan este esto esa ese eso esos estoy soy
    ser estar hay ha han he si no ya muy mas menos tambien solo nomas aqui ahi pero cuando donde
    favor gracias hola buenos dias tardes noches doctora mama papa esposo esposa hijo hija
    hermano hermana tengo tiene tienen dice dicen dijo dijeron van va voy vas quiero saber puede
    pueda podria debo tiempo lol haha much mucho mucha do does doing hace hacen one 1 going
    gonna thing things bit lot today ando anda actually matter dieron dio way wanna yall gotta
    hmm um uh so ? . , - / _""".split()
)
